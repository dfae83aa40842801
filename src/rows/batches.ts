import { RowBatch } from "./row-batch.ts";

/** How many batches may wait to be loaded: a database thread that wants rows finds some, and not a marker at work. */
export const BATCHES_AHEAD = 8;

/** The batches that rows are written into, again and again; for all sources of an ingest, since a new one costs more than a small log. */
export class Batches {
  readonly #batches: RowBatch[] = [];

  /** An empty batch, which is the caller's until it asks for another one, and while it waits to be loaded. */
  next(): RowBatch {
    let batch = this.#batches.find(({ isWaiting }) => !isWaiting);
    if (batch === undefined) this.#batches.push((batch = new RowBatch()));
    batch.clear();
    return batch;
  }
}
