import { groupedNumber } from "../core/number-text.ts";
import { timeText } from "../core/time-text.ts";
import type { Finding, Trace } from "../detect/finding.ts";
import { effectOf, seenOf, subjectOf } from "./finding-words.ts";
import type { Ink, Meaning } from "./ink.ts";
import { LABEL_WIDTH, labelled, prose } from "./labelled.ts";
import { drawLanes } from "./lanes.ts";
import type { Selected } from "./selection.ts";
import { shortId } from "./short-ids.ts";
import { outcomeOf, placeOf, shortOutcomeOf, verdictOf } from "./trace-words.ts";
import { displayWidth, padEnd, shorten } from "./width.ts";

/** What drawing a finding needs to know of the whole report. */
export type Setting = {
  readonly width: number;
  readonly ink: Ink;
  /** The date that the reader knows from the head, null where the report covers several. */
  readonly date: string | null;
  readonly headOf: (id: string) => string;
};

/** The widest that two facts on one line are set apart: further away, nobody reads them together. */
const MOST_APART = 100;

const meanings: { readonly [S in Finding["severity"]]: Meaning } = {
  critical: "ran_again",
  warning: "may_have_run",
  info: "note",
};

/** A finding as lines: verdict, number, effect, proof, cause, remedy and next command. Takes texts that are visible already. */
export function drawFinding({ finding, more, of, isLikeBefore }: Selected, setting: Setting): string[] {
  const { ink, width } = setting;
  const seen = seenOf(finding, setting.date);
  const effect = effectOf(finding, ink.glyphs.between);
  const label = (name: string, text: string): string[] => drawLabelled(name, text, setting);
  return [
    ...headline(finding, setting),
    ...prose(finding.summary, width - 2, ink).map((line) => `  ${line}`),
    ...(effect === null ? label("seen", seen) : effectLines(effect, seen, setting)),
    ...examples(finding.examples, setting),
    ...(isLikeBefore ? label("do", "as above") : advice(finding, setting)),
    ...(more === 0
      ? []
      : [
          "",
          `  and ${groupedNumber(more)} more of ${groupedNumber(of)} routes with the same story (--output json has all)`,
        ]),
  ];
}

function advice({ why, remedy, detector }: Finding, setting: Setting): string[] {
  return [
    ...(why === null ? [] : drawLabelled("why", why, setting)),
    ...drawLabelled("do", remedy, setting),
    ...drawLabelled("see", `retryscope detectors ${detector}`, setting),
  ];
}

/** A label and its text under the finding's head, the text wrapped at words under its own beginning. */
function drawLabelled(name: string, text: string, setting: Setting): string[] {
  return labelled(name, text, setting.width - 2, setting.ink).map((line) => `  ${line}`);
}

function headline(finding: Finding, { ink, width }: Setting): string[] {
  const severity = `${ink.glyphs.severities[finding.severity]} ${finding.severity.toUpperCase().padEnd("critical".length)}`;
  const detector = shorten(finding.detector, width - severity.length - 2, ink.glyphs.dots);
  const subject = subjectOf(finding);
  const start = `${ink.paint(meanings[finding.severity], severity)}  ${detector}`;
  if (displayWidth(`${severity}  ${detector}  ${subject}`) <= width)
    return [`${start}  ${ink.paint("strong", subject)}`];
  return [start, `  ${ink.paint("strong", shorten(subject, width - 2, ink.glyphs.dots))}`];
}

/** The effect with the time at the right, or on a line of its own where there is no room. */
function effectLines(effect: string, seen: string, setting: Setting): string[] {
  const gap = Math.min(setting.width, MOST_APART) - LABEL_WIDTH - 2 - displayWidth(effect) - displayWidth(seen);
  if (gap < 2) return [...drawLabelled("effect", effect, setting), ...drawLabelled("seen", seen, setting)];
  return [`  ${setting.ink.paint("faint", padEnd("effect", LABEL_WIDTH))}${effect}${" ".repeat(gap)}${seen}`];
}

/** The worst request with its sends as lanes, and the others in a line each. */
function examples([worst, ...others]: readonly Trace[], setting: Setting): string[] {
  if (worst === undefined) return [];
  const { ink, width } = setting;
  const place = `${placeOf(worst, setting.date)}: ${worst.method} `;
  const path = shorten(worst.path, Math.max(20, width - LABEL_WIDTH - 2 - displayWidth(place)), ink.glyphs.dots);
  return [
    ...drawLabelled("worst", `${idOf(worst, setting)}: ${outcomeOf(worst)}`, setting),
    ...drawLabelled("", place + path, setting),
    ...drawLabelled("", verdictOf(worst), setting),
    ...drawLanes(worst, width - 4, ink).map((line) => `    ${line}`),
    ...others.flatMap((trace, index) => {
      const at = timeText(trace.started_at, setting.date);
      return drawLabelled(
        index === 0 ? "also" : "",
        `${idOf(trace, setting)}: ${at}, ${shortOutcomeOf(trace)}`,
        setting,
      );
    }),
  ];
}

function idOf(trace: Trace, { ink, headOf }: Setting): string {
  const id = trace.request_id;
  return id === null ? "no request id" : shortId(id, headOf(id), ink.glyphs.dots);
}
