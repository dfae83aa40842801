import { RowBatch } from "./row-batch.ts";

/** How many batches may wait to be loaded: a database thread that wants rows finds some, and not a marker at work. */
export const BATCHES_AHEAD = 8;
/** One is being filled while the others wait. */
const BATCHES = BATCHES_AHEAD + 1;

/** The batches that rows are written into, in turns; for all sources of an ingest, since a new one costs more than a small log. */
export class Batches {
  readonly #batches: RowBatch[] = [];
  #turn = 0;

  /** The batch that was handed out longest ago, empty. */
  next(): RowBatch {
    this.#turn = (this.#turn + 1) % BATCHES;
    const batch = (this.#batches[this.#turn] ??= new RowBatch());
    batch.clear();
    return batch;
  }
}
