import type { Reject } from "../core/reject.ts";

/** How many blocks may wait to be written: a database thread that wants rows finds a buffer full of them, and not a marker at work. */
export const BLOCKS_AHEAD = 8;

/**
 * Rows ready to be loaded: `bytes[0..length)` is `rows` marked rows (see `RowWriter`), each ended by a newline. The bytes stay
 * as they are until `BLOCKS_AHEAD` more blocks were asked for, so that they can be written while the next ones are marked.
 *
 * `lines` counts all lines of the stretch that the block covers: `lines = rows + others + rejects.length`.
 */
export type MarkedBlock = {
  readonly bytes: Buffer;
  readonly length: number;
  readonly rows: number;
  readonly lines: number;
  readonly others: number;
  readonly rejects: readonly Reject[];
  /** The first line of the stretch that is no access log line, for an error that must show one; null when there is none. */
  readonly firstOther: { readonly line: number; readonly text: string } | null;
};
