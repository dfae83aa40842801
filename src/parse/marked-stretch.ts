import type { Reject } from "../core/reject.ts";
import type { RowBatch } from "../rows/row-batch.ts";

/**
 * What a stretch of a block was read as: how many rows, and what else.
 *
 * `lines` counts all lines of the stretch: `lines = rows + others + rejects.length`.
 */
export type MarkedStretch = {
  /**
   * The batch that the rows of this and of earlier stretches are in, ready to be loaded; null while others follow in it. It stays
   * as it is until the next stretch is asked for, and after that as long as `batch.isWaiting`, so that it can be loaded while
   * the next rows are marked.
   */
  readonly batch: RowBatch | null;
  readonly rows: number;
  readonly lines: number;
  readonly others: number;
  readonly rejects: readonly Reject[];
  /** The first line of the stretch that is no access log line, for an error that must show one; null when there is none. */
  readonly firstOther: { readonly line: number; readonly text: string } | null;
};
