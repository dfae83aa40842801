import type { Reject } from "../core/reject.ts";
import type { RowBatch } from "../rows/row-batch.ts";

/**
 * What a stretch of a block was read as. Its rows are ready to be loaded; they stay as they are until the next stretch is asked
 * for, and after that as long as `batch.isWaiting`, so that they can be loaded while the next ones are marked.
 *
 * `lines` counts all lines of the stretch: `lines = batch.rows + others + rejects.length`.
 */
export type MarkedStretch = {
  readonly batch: RowBatch;
  readonly lines: number;
  readonly others: number;
  readonly rejects: readonly Reject[];
  /** The first line of the stretch that is no access log line, for an error that must show one; null when there is none. */
  readonly firstOther: { readonly line: number; readonly text: string } | null;
};
