import { BlockWriter } from "../block-writer.ts";
import { MOST_LINE_BYTES, type Block } from "../block.ts";
import type { ByteCounts } from "../byte-counts.ts";
import { chunksOf, type ByteSource } from "../byte-source.ts";
import { CsvRows, fieldsOf } from "../csv-rows.ts";
import type { Framing } from "../framing.ts";

/**
 * The columns that a line stands in: Kibana's and Datadog's message, CloudWatch's @message, Cloud Logging's textPayload,
 * Splunk's _raw, Grafana's Line.
 */
const holdsLine = /^(?:@?message|event\.original|log|line|content|textPayload|_raw|_source)$/i;
const isName = /^[@_a-z][\w.@/-]*$/i;

export default {
  name: "csv",
  about: "An export of a log viewer as CSV: a head of names, one of which is that of the column with the lines",
  looksLike,
  frame,
} satisfies Framing;

/** Whether the first line is a head: names and nothing else, at least two, one of them of a column that holds lines. */
function looksLike(first: Buffer): boolean {
  const end = first.indexOf(0x0a);
  const head = first
    .toString("utf8", 0, end < 0 ? first.length : end)
    .replace(/^\ufeff/, "")
    .replace(/\r$/, "");
  const names = fieldsOf(head);
  return names !== null && names.length > 1 && names.every((name) => isName.test(name)) && names.some(isLineColumn);
}

function isLineColumn(name: string): boolean {
  return holdsLine.test(name);
}

async function* frame(source: ByteSource, counts: ByteCounts): AsyncIterable<Block> {
  const writer = new BlockWriter();
  const rows = new CsvRows(writer);
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunksOf(source)) {
    counts.bytes += chunk.length;
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      rows.take(line.replace(/\r$/, ""));
      if (writer.isFull) yield writer.take();
    }
    // A line that is longer than any is given back by its beginning; what follows it is dropped as it comes.
    if (rest.length > 2 * MOST_LINE_BYTES) rest = rest.slice(0, MOST_LINE_BYTES + 1);
  }
  counts.endsWithNewline = rest === "";
  if (rest !== "") rows.take(rest);
  rows.end();
  yield writer.take();
}
