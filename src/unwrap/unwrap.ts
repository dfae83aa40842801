import type { Block } from "../read/block.ts";
import type { UnwrappedBlock } from "./unwrapped-block.ts";

/** The same blocks without what a collector put around the lines. */
export async function* unwrap(blocks: AsyncIterable<Block>): AsyncIterable<UnwrappedBlock> {
  for await (const { bytes, length, tooLong, spans } of blocks) yield { bytes, length, tooLong, spans, facts: null };
}
