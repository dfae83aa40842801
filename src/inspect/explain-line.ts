import { readGiven } from "../config/given.ts";
import { abortableStdin, unlessAborted } from "../ingest/until-aborted.ts";
import { rejectReasons } from "../core/reject.ts";
import type { AbortOptions, FormatOptions, LineOptions } from "../options.ts";
import { explain } from "../parse/explain.ts";
import type { Format } from "../parse/format.ts";
import { ownLines } from "../parse/own-lines.ts";
import { blocksOf } from "../read/blocks.ts";
import { pipeBytes, type ByteSource } from "../read/byte-source.ts";
import { sourcesOf } from "../read/open.ts";
import { sampleOf } from "../read/sample.ts";
import { unwrap } from "../unwrap/unwrap.ts";
import { MOST_LINE_BYTES, type UnwrappedBlock } from "../unwrap/unwrapped-block.ts";
import type { ExplainedLine } from "./explained-line.ts";

/** A wrapped line, or one in parts, is longer than what it holds. */
const SAMPLE_BYTES = 2 * MOST_LINE_BYTES;
const NEWLINE = 0x0a;

/**
 * What the first line that is not empty says.
 *
 * Throws: READ_BINARY for what is no text; USAGE_BAD_VALUE and USAGE_UNKNOWN_NAME for what the caller gave.
 */
export async function explainLine(options: FormatOptions & LineOptions & AbortOptions): Promise<ExplainedLine> {
  const { formats } = await readGiven(options);
  return unlessAborted(options, async () => {
    const opened = await openLine(options);
    try {
      const { bytes, isCut } = await sampleOf(opened, SAMPLE_BYTES);
      let first: Found | null = null;
      const asked = { isOwn: ownLines(formats), namesWrappers: true };
      for await (const block of unwrap(blocksOf(bytes, { bytes: 0, endsWithNewline: true }), "-", asked)) {
        for (const found of linesIn(block)) {
          if (first !== null) return explained(first, true, formats);
          first = found;
        }
      }
      return explained(first ?? empty, isCut, formats);
    } finally {
      await opened.close();
    }
  });
}

/** The bytes of the line. Standard input may be packed; what was given as a text is one, whatever it holds. */
async function openLine(options: LineOptions & AbortOptions): Promise<ByteSource> {
  if (options.line !== "-") return pipeBytes("the line", only(options.line));
  const [source] = await sourcesOf(["-"], abortableStdin(options));
  return source!.open();
}

async function* only(line: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(line);
}

type Found = Pick<ExplainedLine, "wrappers" | "told" | "line"> & { readonly isTooLong: boolean };

const empty: Found = { wrappers: [], told: {}, line: "", isTooLong: false };

/** The lines of a block that are not empty. */
function* linesIn({ bytes, length, wrappers, facts, tooLong }: UnwrappedBlock): Generator<Found> {
  for (let at = 0, index = 0; at < length; index++) {
    const end = bytes.indexOf(NEWLINE, at);
    const long = tooLong.find((each) => each.index === index);
    const line = long?.text ?? bytes.toString("utf8", at, end).trimStart();
    const [names, told] = [wrappers?.[index] ?? [], facts?.[index] ?? {}];
    if (line !== "") yield { wrappers: names, told, line, isTooLong: long !== undefined };
    at = end + 1;
  }
}

function explained({ isTooLong, ...found }: Found, hasMore: boolean, formats: readonly Format[]): ExplainedLine {
  if (!isTooLong) return { ...found, has_more: hasMore, ...explain(found.line, formats) };
  const [reason, about] = ["LINE_TOO_LONG", rejectReasons.LINE_TOO_LONG] as const;
  return { ...found, has_more: hasMore, is: "reject", reason, about, at: null, expected: [], readings: [] };
}
