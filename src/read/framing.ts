import type { Block } from "./block.ts";
import type { ByteCounts } from "./byte-counts.ts";
import type { ByteSource } from "./byte-source.ts";

/** Where one record of a source ends and the next begins. */
export type Framing = {
  readonly name: string;
  readonly about: string;
  /** Whether a source that begins so has this framing. */
  readonly looksLike: (first: Buffer) => boolean;
  /** The source's records, one per line. */
  readonly frame: (source: ByteSource, counts: ByteCounts) => AsyncIterable<Block>;
};
