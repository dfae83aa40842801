import { counted, groupedNumber } from "../core/number-text.ts";
import type { SourceTally } from "../core/tally.ts";
import { visible } from "./escape.ts";
import { inkFor } from "./ink.ts";
import { masked } from "./mask.ts";
import { inSource } from "./map-texts.ts";
import type { Canvas } from "./output.ts";
import { renderRows } from "./render-rows.ts";
import { displayWidth, padEnd, shorten } from "./width.ts";

const columns = [
  "source_id",
  "name",
  "kind",
  "bytes",
  "lines",
  "access_log",
  "other",
  "rejected",
  "formats",
  "rejects",
  "problem",
  "skipped",
];

/**
 * What was read of each source in the row output of that name, secrets masked: as a table a source a line, in the others all that is known.
 *
 * Throws: USAGE_UNKNOWN_NAME where there is no such output.
 */
export function renderSources(sources: readonly SourceTally[], output: string, canvas: Canvas): Iterable<string> {
  const shown = sources.map((source) => inSource(source, masked));
  return output === "table" ? [drawSources(shown, canvas)] : renderRows(columns, shown, output, canvas);
}

/** Names are shown whole where there is room, else without their middle. */
function drawSources(sources: readonly SourceTally[], canvas: Canvas): string {
  const { glyphs } = inkFor(canvas);
  const shown = sources.map((source) => inSource(source, visible));
  const most = Math.max(24, Math.floor(canvas.width / 3));
  const names = shown.map(({ name }) => shorten(name, most, glyphs.dots));
  const width = names.reduce((widest, name) => Math.max(widest, displayWidth(name)), 0);
  return shown.map((source, index) => `${padEnd(names[index] ?? "", width)}  ${sayOf(source)}\n`).join("");
}

function sayOf({ lines, access_log, formats, other, rejected, problem, skipped }: SourceTally): string {
  if (skipped !== null) return `skipped: ${skipped}`;
  const known = formats.length === 0 ? "" : ` (${formats.map(({ format }) => format).join(", ")})`;
  const parts = [
    `${groupedNumber(access_log)} access log${known}`,
    `${groupedNumber(other)} other`,
    `${groupedNumber(rejected)} rejected`,
  ];
  return `${counted(lines, "line")}: ${parts.join(", ")}${problem === null ? "" : `; problem: ${problem}`}`;
}
