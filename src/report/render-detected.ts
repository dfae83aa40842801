import { counted, groupedNumber, shareText } from "../core/number-text.ts";
import type { DetectedSource } from "../inspect/detected-source.ts";
import { visible } from "./escape.ts";
import { inkFor, type Ink } from "./ink.ts";
import { labelled } from "./labelled.ts";
import { masked } from "./mask.ts";
import type { Canvas } from "./output.ts";
import { renderRows } from "./render-rows.ts";
import { shorten } from "./width.ts";

const columns = [
  "name",
  "kind",
  "framing",
  "is_whole",
  "lines",
  "access_log",
  "other",
  "rejected",
  "formats",
  "wrappers",
  "told",
  "certainty",
  "because",
  "rejects",
  "stranger",
  "problem",
];

/** The widest text; longer lines are hard to read. */
const MOST_WIDTH = 120;

/**
 * What was recognised in each source in the row output of that name, secrets masked: as a table a block per source, in the
 * others all that is known.
 *
 * Throws: USAGE_UNKNOWN_NAME where there is no such output.
 */
export function renderDetected(sources: readonly DetectedSource[], output: string, canvas: Canvas): Iterable<string> {
  const shown = sources.map(withoutSecrets);
  if (output !== "table") return renderRows(columns, shown, output, canvas);
  const [ink, width] = [inkFor(canvas), Math.min(MOST_WIDTH, canvas.width)];
  return shown.map((source, index) => `${index === 0 ? "" : "\n"}${draw(source, width, ink).join("\n")}\n`);
}

function withoutSecrets(source: DetectedSource): DetectedSource {
  return {
    ...source,
    name: masked(source.name),
    rejects: source.rejects.map((row) => ({ ...row, first: { ...row.first, text: masked(row.first.text) } })),
    stranger: source.stranger === null ? null : masked(source.stranger),
    problem: source.problem === null ? null : masked(source.problem),
  };
}

function draw(source: DetectedSource, width: number, ink: Ink): string[] {
  const { lines, is_whole, certainty, because, stranger, problem } = source;
  const extent = is_whole ? counted(lines, "line") : `first ${counted(lines, "line")}`;
  const name = shorten(visible(source.name), width - extent.length - 2, ink.glyphs.dots);
  const part = (label: string, text: string | null): string[] =>
    text === null ? [] : labelled(label, visible(text), width, ink);
  return [
    `${ink.paint("strong", name)}  ${extent}`,
    ...part("format", formatsText(source)),
    ...part("unwrapped", wrappersText(source)),
    ...part("told", toldText(source)),
    ...part("other", source.other === 0 ? null : `${counted(source.other, "line")}, no access log`),
    ...source.rejects.flatMap(({ reason, count, first }, index) =>
      part(index === 0 ? "rejected" : "", `${groupedNumber(count)} ${reason}, the first is line ${first.line}`),
    ),
    ...part(certainty === "none" ? "because" : certainty, because),
    ...part("problem", problem),
    ...(certainty === "none" || certainty === "doubtful" ? part("e.g.", stranger) : []),
    ...seeText(source, ink),
  ];
}

function formatsText({ formats, lines }: DetectedSource): string {
  if (formats.length === 0) return "none";
  return formats
    .map(({ format, lines: some }) => `${format}, ${counted(some, "line")} (${shareText(some, lines)})`)
    .join("; ");
}

function wrappersText({ wrappers, framing }: DetectedSource): string | null {
  const chains = wrappers.map(({ chain, lines }) => {
    const names = chain.length === 0 ? "nothing" : chain.join(", then ");
    return wrappers.length === 1 ? names : `${names} (${counted(lines, "line")})`;
  });
  const isBare = wrappers.every(({ chain }) => chain.length === 0);
  const document = framing === "json-document" ? ["json-document"] : [];
  const all = [...document, ...(isBare ? [] : chains)];
  return all.length === 0 ? null : all.join("; ");
}

function toldText({ told }: DetectedSource): string | null {
  const facts = Object.entries(told).flatMap(([name, count]) => (count === 0 ? [] : [counted(count, name)]));
  return facts.length === 0 ? null : facts.join(", ");
}

/** The command that explains the first rejected line, where it can be cut out of the file by its number and the name is safe in a shell. */
function seeText({ name, kind, framing, rejects }: DetectedSource, ink: Ink): string[] {
  const line = rejects[0]?.first.line;
  const isPlain = kind === "plain" && framing === "newline" && /^[\w/.][\w/.-]*$/.test(name);
  if (line === undefined || !isPlain) return [];
  return labelled("see", `sed -n ${line}p ${name} | retryscope formats explain -`, Number.POSITIVE_INFINITY, ink);
}
