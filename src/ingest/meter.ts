import type { IngestOptions } from "../options.ts";
import type { Source } from "../read/open.ts";

/** Tells how far reading is, over all sources together. */
export class Meter {
  readonly #total: number | null;
  readonly #tell: IngestOptions["onProgress"];
  #before = 0;
  #lines = 0;

  constructor(sources: readonly Source[], tell: IngestOptions["onProgress"]) {
    this.#total = sources.some(({ size }) => size === null)
      ? null
      : sources.reduce((sum, { size }) => sum + (size ?? 0), 0);
    this.#tell = tell;
  }

  /** `taken` bytes of the source are read by now, and `lines` more lines. */
  show(source: Source, taken: number, lines: number): void {
    this.#lines += lines;
    this.#tell?.({
      source: source.name,
      bytesDone: this.#before + taken,
      bytesTotal: this.#total,
      lines: this.#lines,
      stage: "read",
    });
  }

  finish(source: Source): void {
    this.#before += source.size ?? 0;
  }
}
