import { lineBlocks } from "../../src/read/line-blocks.ts";
import { Stage } from "../../src/unwrap/stage.ts";
import type { Facts, UnwrappedBlock } from "../../src/unwrap/unwrapped-block.ts";
import type { Wrapper } from "../../src/unwrap/wrapper.ts";
import { wrappers } from "../../src/unwrap/wrappers/index.ts";
import { inPieces } from "./in-pieces.ts";
import { linesOf } from "./lines-of.ts";

/** A line without its wrappers, what they told, and how many lines of the source it stands for. */
export type UnwrappedLine = { readonly text: string; readonly facts: Facts; readonly span: number };

/** The lines of a text after the unwrap stage. */
export async function unwrapped(
  text: string | Uint8Array,
  shelf: readonly Wrapper[] = wrappers,
  name = "-",
): Promise<UnwrappedLine[]> {
  const stage = new Stage(name, shelf);
  const lines: UnwrappedLine[] = [];
  for await (const block of lineBlocks(inPieces(Buffer.from(text)), { bytes: 0, endsWithNewline: true })) {
    for (const each of stage.unwrap(block)) lines.push(...linesIn(each));
  }
  for (const each of stage.end()) lines.push(...linesIn(each));
  return lines;
}

function linesIn(block: UnwrappedBlock): UnwrappedLine[] {
  return linesOf(block).map((text, index) => ({
    text,
    facts: block.facts?.[index] ?? {},
    span: block.spans?.[index] ?? 1,
  }));
}
