import { BlockWriter } from "../block-writer.ts";
import type { Block } from "../block.ts";
import type { ByteCounts } from "../byte-counts.ts";
import { chunksOf, type ByteSource } from "../byte-source.ts";
import type { Framing } from "../framing.ts";
import { JsonLines } from "../json-lines.ts";
import { JsonSplitter } from "../json-splitter.ts";

const nobody = { begin() {}, record() {} };

export default {
  name: "json-document",
  about: "What a log store exports: an array of records, or an answer that holds one, on however few lines",
  looksLike,
  frame,
} satisfies Framing;

/** Whether the first value is a document, or stands on one line with a second value. */
function looksLike(first: Buffer): boolean {
  const text = first.toString().replace(/^\ufeff?\s*/, "");
  if (!/^(?:\{|\[\s*[{["])/.test(text)) return false;
  const splitter = new JsonSplitter(nobody);
  const lineEnd = text.indexOf("\n");
  try {
    // By parts, since what the parser took of a part that is broken is lost.
    for (const part of text.slice(0, lineEnd < 0 ? text.length : lineEnd).split(/(?<=[}\]])/)) splitter.push(part);
    if (splitter.depth > 0 && lineEnd >= 0)
      for (const part of text.slice(lineEnd).split(/(?<=[}\]])/)) splitter.push(part);
  } catch {
    // What stands before the place that is no JSON has told enough.
  }
  return splitter.isDocument || splitter.values > 1;
}

async function* frame(source: ByteSource, counts: ByteCounts): AsyncIterable<Block> {
  const writer = new BlockWriter();
  const lines = new JsonLines(writer);
  const decoder = new TextDecoder();
  let isInLine = false;
  for await (const chunk of chunksOf(source)) {
    counts.bytes += chunk.length;
    const pieces = decoder.decode(chunk, { stream: true }).split("\n");
    const rest = pieces.pop() ?? "";
    for (const piece of pieces) {
      lines.take(piece, true);
      if (writer.isFull) yield writer.take();
    }
    if (rest !== "") lines.take(rest, false);
    isInLine = rest !== "" || (isInLine && pieces.length === 0);
    if (writer.isFull) yield writer.take();
  }
  counts.endsWithNewline = !isInLine;
  if (counts.isCut === true) {
    yield writer.take();
    return;
  }
  if (isInLine) lines.take("", true);
  lines.end();
  yield writer.take();
}
