import type { Framing } from "../framing.ts";
import { joinedLines } from "../joined-lines.ts";
import { lineBlocks } from "../line-blocks.ts";

export default {
  name: "newline",
  about: "One record per line; a JSON value over several lines is one record, or as many as it holds",
  looksLike: () => true,
  frame: (source, counts) => joinedLines(lineBlocks(source, counts), counts),
} satisfies Framing;
