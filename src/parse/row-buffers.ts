import { BLOCKS_AHEAD } from "./marked-block.ts";

/** Room for the marked rows of one block of the usual size; one with more is handed on in parts. */
export const ROW_BUFFER_BYTES = 7 << 20;
/** One is being filled, one was just handed over, the others wait to be written. */
const BUFFERS = BLOCKS_AHEAD + 2;

/** The buffers that marked rows are written into, in turns; for all sources of an ingest, since a new one costs more than a small log. */
export class RowBuffers {
  readonly #buffers: Buffer[] = [];
  #turn = 0;

  /** The buffer that was handed out longest ago. */
  next(): Buffer {
    this.#turn = (this.#turn + 1) % BUFFERS;
    return (this.#buffers[this.#turn] ??= Buffer.allocUnsafeSlow(ROW_BUFFER_BYTES));
  }
}
