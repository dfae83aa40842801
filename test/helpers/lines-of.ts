import type { Block } from "../../src/read/block.ts";
import type { UnwrappedBlock } from "../../src/unwrap/unwrapped-block.ts";

/** The lines of one block, without their newlines. */
export function linesOf(block: Pick<Block | UnwrappedBlock, "bytes" | "length">): string[] {
  return block.bytes.toString("utf8", 0, block.length).split("\n").slice(0, -1);
}

/** The lines of all blocks. */
export async function allLines(blocks: AsyncIterable<Block | UnwrappedBlock>): Promise<string[]> {
  const lines: string[] = [];
  for await (const block of blocks) lines.push(...linesOf(block));
  return lines;
}

/** The text of an open source. */
export async function allText(source: {
  readonly fill: (into: Buffer, at: number) => Promise<number>;
}): Promise<string> {
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.alloc(1 << 16);
    const count = await source.fill(part, 0);
    if (count === 0) return Buffer.concat(parts).toString();
    parts.push(part.subarray(0, count));
  }
}
