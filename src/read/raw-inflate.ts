import { createInflateRaw } from "node:zlib";
import type { Pieces } from "./pieces.ts";

/**
 * Output per call into zlib. What a call that fails had made so far is lost, so it is small; but each call waits for a turn of the
 * event loop, of which there are few while lines are marked: with a quarter of this, gzip takes a third longer to load.
 */
const OUTPUT_BYTES = 1 << 18;
/** Input per write: a thousand times as much may come out of it before the next one. */
const INPUT_BYTES = 1 << 16;

/**
 * The plain bytes of deflated data, which tells itself where it ends: the input then stands behind it.
 *
 * Throws: an Error that says what is wrong, once everything before it was given.
 * Source: RFC 1951.
 */
export async function* rawInflate(input: Pieces): AsyncIterable<Buffer> {
  const inflating = new Inflating();
  try {
    while (!inflating.isAtEnd) {
      const piece = await input.next(INPUT_BYTES);
      const { plain, rest } = await inflating.push(piece);
      yield* plain;
      if (inflating.failure !== null) throw inflating.failure;
      if (rest !== null) input.giveBack(rest);
    }
  } finally {
    inflating.close();
  }
}

/** Deflated data on its way through zlib. */
class Inflating {
  failure: Error | null = null;
  isAtEnd = false;
  readonly #zlib = createInflateRaw({ chunkSize: OUTPUT_BYTES });
  #plain: Buffer[] = [];
  #settle: (() => void) | undefined;

  constructor() {
    this.#zlib.on("data", (chunk: Buffer) => this.#plain.push(chunk));
    this.#zlib.on("error", (error) => {
      this.failure = error;
      this.#settle?.();
    });
    this.#zlib.on("end", () => {
      this.isAtEnd = true;
      this.#settle?.();
    });
  }

  /** Everything that a piece gives (null: there is no more), and what of it stands behind the end of the data. */
  async push(piece: Buffer | null): Promise<{ readonly plain: readonly Buffer[]; readonly rest: Buffer | null }> {
    const before = this.#zlib.bytesWritten;
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      // At the end of the data zlib wants no more and calls "end" instead of the callback.
      if (piece === null) this.#zlib.end();
      else this.#zlib.write(piece, () => resolve());
    });
    const plain = this.#plain;
    this.#plain = [];
    const used = this.#zlib.bytesWritten - before;
    return { plain, rest: this.isAtEnd && piece !== null ? piece.subarray(used) : null };
  }

  close(): void {
    this.#zlib.destroy();
  }
}
