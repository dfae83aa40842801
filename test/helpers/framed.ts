import { blocksOf } from "../../src/read/blocks.ts";
import { inPieces } from "./in-pieces.ts";
import { linesOf } from "./lines-of.ts";

/** The lines of a source after its framing, each with the number of its first line; one that was too long as `TOO LONG`. */
export async function framed(content: string | Uint8Array, cuts: readonly number[] = []) {
  const counts = { bytes: 0, endsWithNewline: true, framing: "" };
  const lines: string[] = [];
  const numbers: number[] = [];
  let number = 1;
  for await (const block of blocksOf(inPieces(Buffer.from(content), cuts), counts)) {
    linesOf(block).forEach((line, index) => {
      const long = block.tooLong.find((each) => each.index === index);
      lines.push(long === undefined ? line : `TOO LONG ${long.text.slice(0, 20)}`);
      numbers.push(number);
      number += block.spans?.[index] ?? 1;
    });
  }
  return { lines, numbers, count: number - 1, ...counts };
}

/** The lines that are not empty, with their numbers. */
export async function records(content: string | Uint8Array, cuts: readonly number[] = []) {
  const { lines, numbers } = await framed(content, cuts);
  return lines.flatMap((line, index) => (line === "" ? [] : [[numbers[index], line]]));
}
