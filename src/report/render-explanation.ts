import { choose } from "../core/choose.ts";
import type { Expected, ExplainedLine, OneReading } from "../inspect/explained-line.ts";
import { drawCaret } from "./caret.ts";
import { drawFields } from "./draw-fields.ts";
import { visible, visibleJson } from "./escape.ts";
import { inkFor, type Ink } from "./ink.ts";
import { labelled, prose } from "./labelled.ts";
import { maskedExplanation } from "./masked-explanation.ts";
import type { Canvas } from "./output.ts";
import { shorten } from "./width.ts";

/** Every way to write an explained line, the default first. */
export const explanationOutputs = [
  { name: "table", write: draw },
  { name: "json", write: (explained: ExplainedLine) => `${visibleJson(JSON.stringify(explained, null, 2))}\n` },
] as const;

/** The widest text; longer lines are hard to read. */
const MOST_WIDTH = 160;
/** More formats that a line nearly fits are counted. */
const MOST_EXPECTED = 5;

/**
 * The text of an explained line in the output of that name, secrets and e-mail addresses masked.
 *
 * Throws: USAGE_UNKNOWN_NAME where there is no such output.
 */
export function renderExplanation(explained: ExplainedLine, output: string, canvas: Canvas): string {
  const known = explanationOutputs.map(({ name }) => name).join(", ");
  const { write } = choose(explanationOutputs, "output", output, `an explained line can be written as ${known}`);
  return write(maskedExplanation(explained), canvas);
}

function draw(explained: ExplainedLine, canvas: Canvas): string {
  const ink = inkFor(canvas);
  const width = Math.min(MOST_WIDTH, canvas.width);
  const blocks = [
    [...heading(explained, width, ink), ...around(explained, width, ink)],
    body(explained, width, ink),
    explained.has_more ? prose("Only the first line is explained; more follow.", width, ink) : [],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

function heading(explained: ExplainedLine, width: number, ink: Ink): string[] {
  const text = (head: string, about: string): string[] => prose(visible(`${head}: ${about}`), width, ink);
  if (explained.is === "record") return text(explained.format, explained.about);
  if (explained.is === "reject") return text(`rejected, ${explained.reason}`, explained.about);
  return prose(visible(explained.about), width, ink);
}

/** What was around the line, and what it told. */
function around({ wrappers, told }: ExplainedLine, width: number, ink: Ink): string[] {
  const facts = Object.entries(told).map(([name, text]) => `${name} ${text}`);
  return [
    ...(wrappers.length === 0 ? [] : labelled("unwrapped", wrappers.join(", then "), width, ink)),
    ...(facts.length === 0 ? [] : labelled("told", visible(facts.join(", ")), width, ink)),
  ];
}

function body(explained: ExplainedLine, width: number, ink: Ink): string[] {
  const { line } = explained;
  if (explained.is === "record") return drawFields(explained.fields, width, ink);
  const next = labelled(
    "next",
    "if this is an access log line, give its format: --format-string TEXT, or --format-from with the mesh's configuration",
    width,
    ink,
  );
  const { dots } = ink.glyphs;
  if (explained.is === "other") return line === "" ? [] : [`  ${shorten(visible(line), width - 2, dots)}`, ...next];
  const shown =
    explained.at === null
      ? [`  ${shorten(visible(line), width - 2, dots)}`]
      : drawCaret({ text: line, at: explained.at }, width, dots);
  return [
    ...shown,
    ...expectations(explained.expected).flatMap((text, index) =>
      labelled(index === 0 ? "expected" : "", visible(text), width, ink),
    ),
    ...explained.readings.flatMap((reading, index) =>
      labelled(index === 0 ? "either" : "or", visible(readingText(reading)), width, ink),
    ),
    ...(explained.reason === "FIELD_MISMATCH" ? next : []),
  ];
}

/** What stands at the place in the formats that the line fits farthest; those that expect the same are said together. */
function expectations(expected: readonly Expected[]): string[] {
  const texts = new Map<string, string[]>();
  for (const { operator, about, before, fields, of, format } of expected) {
    const behind = before.trim() === "" ? "" : `, and then ${before.trim()}`;
    const text = `${operator}, ${about}${behind}`;
    texts.set(text, [...(texts.get(text) ?? []), `${format}, of which ${fields} of ${of} fields fit`]);
  }
  const all = [...texts].map(([text, formats]) => `${text} (${formats.join("; ")})`);
  const more = all.length - MOST_EXPECTED;
  return more > 0 ? [...all.slice(0, MOST_EXPECTED), `and ${more} more`] : all;
}

function readingText({ format, fields }: OneReading): string {
  return `${fields.map(({ name, value }) => `${name} ${JSON.stringify(value)}`).join(", ")} (${format})`;
}
