import type { Block } from "./block.ts";
import type { ByteCounts } from "./byte-counts.ts";
import { peek, type ByteSource } from "./byte-source.ts";
import { framings } from "./framings/index.ts";
import newline from "./framings/newline.ts";

export type { ByteCounts } from "./byte-counts.ts";

/** How many first bytes tell the framing. */
export const FIRST_BYTES = 1 << 16;

/** Whether a source that begins so has one record per line, so that reading can go on behind any of them. */
export function isByLine(first: Buffer): boolean {
  return framings.find(({ looksLike }) => looksLike(first)) === newline;
}

/** A source's records, one per line, in blocks. */
export async function* blocksOf(source: ByteSource, counts: ByteCounts): AsyncIterable<Block> {
  const { first, whole } = await peek(source, FIRST_BYTES);
  const framing = framings.find(({ looksLike }) => looksLike(first));
  if (framing === undefined) return;
  counts.framing = framing.name;
  yield* framing.frame(whole, counts);
}
