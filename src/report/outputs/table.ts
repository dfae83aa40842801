import { dateOf } from "../../core/time-text.ts";
import { drawFinding, type Setting } from "../draw-finding.ts";
import { visible } from "../escape.ts";
import { inkFor } from "../ink.ts";
import { labelled, prose } from "../labelled.ts";
import { mapTexts } from "../map-texts.ts";
import { doctorHint, nextCommand } from "../next-command.ts";
import type { Canvas, Output } from "../output.ts";
import { linesFact, nothingFound, overviewFacts } from "../overview-words.ts";
import type { Report } from "../report.ts";
import { select } from "../selection.ts";
import { uniqueHeads } from "../short-ids.ts";
import { unseen } from "../unseen.ts";
import { displayWidth } from "../width.ts";

/** The least width that is drawn for; a narrower terminal wraps by itself. */
const LEAST_WIDTH = 60;

const table: Output = {
  name: "table",
  about: "for people at a terminal: verdict, number, proof, cause, remedy",
  write: (report, canvas) => draw(mapTexts(report, visible), canvas),
};

export default table;

function draw(report: Report, canvas: Canvas): string {
  const width = Math.max(LEAST_WIDTH, canvas.width);
  const ink = inkFor(canvas);
  const setting: Setting = { width, ink, date: onlyDate(report), headOf: uniqueHeads(report) };
  const blind = unseen(report);
  const next = nextCommand(report, setting.headOf);
  const hint = doctorHint(report);
  const blocks = [
    [...joinFacts(overviewFacts(report), ink.glyphs.between, width), linesFact(report)].flatMap((fact) =>
      prose(fact, width, ink),
    ),
    ...(report.findings.length === 0 ? [prose(nothingFound(report), width, ink)] : []),
    ...select(report.findings).map((selected) => drawFinding(selected, setting)),
    [
      ...blind.flatMap(({ kind, what, why }, index) =>
        labelled(kind === blind[index - 1]?.kind ? "" : kind, `${what}: ${why}`, width, ink),
      ),
      ...(hint === null ? [] : labelled("see", hint, width, ink)),
    ],
    next === null ? [] : ["To see every line of a request, keep the tables with --db FILE, then:", `  ${next}`],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

/** The date of the whole report, null where it covers more than one. */
function onlyDate({ overview: { from, to } }: Report): string | null {
  if (from === null || to === null) return null;
  return dateOf(from) === dateOf(to) ? dateOf(from) : null;
}

/** Facts on as few lines as hold them, broken between facts only. */
function joinFacts(facts: readonly string[], between: string, width: number): string[] {
  const lines: string[] = [];
  for (const fact of facts) {
    const joined = `${lines.at(-1) ?? ""}${between}${fact}`;
    if (lines.length > 0 && displayWidth(joined) <= width) lines.splice(-1, 1, joined);
    else lines.push(fact);
  }
  return lines;
}
