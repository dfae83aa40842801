import type { Block } from "./block.ts";
import type { ByteCounts } from "./byte-counts.ts";
import type { ByteSource } from "./byte-source.ts";
import { lineBlocks } from "./line-blocks.ts";

export type { ByteCounts } from "./byte-counts.ts";

/** Blocks of whole lines of a source. */
export function blocksOf(source: ByteSource, counts: ByteCounts): AsyncIterable<Block> {
  return lineBlocks(source, counts);
}
