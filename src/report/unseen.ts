import { counted, groupedNumber } from "../core/number-text.ts";
import { rejectReasons } from "../core/reject.ts";
import type { SourceTally } from "../core/tally.ts";
import type { Report } from "./report.ts";

/** Something that could not be seen: of what kind, what, and why. */
export type Unseen = {
  readonly kind: "not run" | "problem" | "skipped" | "rejected";
  readonly what: string;
  readonly why: string;
};

/** The most sources of one kind that are named. */
const MOST_SOURCES = 5;

/** All that the report could not see: detectors that did not run, sources with a problem, skipped ones, and rejected lines. */
export function unseen(report: Report): Unseen[] {
  return [
    ...notRun(report),
    ...ofSources(report.sources, (source) =>
      source.problem === null ? [] : [{ kind: "problem", what: source.name, why: source.problem }],
    ),
    ...ofSources(report.sources, (source) =>
      source.skipped === null ? [] : [{ kind: "skipped", what: source.name, why: source.skipped }],
    ),
    ...rejected(report.sources),
  ];
}

/** Detectors that did not run for one reason are one entry. */
function notRun(report: Report): Unseen[] {
  const byReason = new Map<string, string[]>();
  for (const { detector, because } of report.not_run)
    byReason.set(because, [...(byReason.get(because) ?? []), detector]);
  return [...byReason].map(([why, detectors]) => ({ kind: "not run", what: detectors.join(", "), why }));
}

/** Lines rejected for one reason, in whatever source, are one entry. */
function rejected(sources: readonly SourceTally[]): Unseen[] {
  const reasons = new Set(sources.flatMap((source) => source.rejects.map((row) => row.reason)));
  return [...reasons].map((reason) => {
    const rows = sources.flatMap(({ name, rejects }) =>
      rejects.filter((row) => row.reason === reason).map((row) => ({ ...row, name })),
    );
    const count = rows.reduce((sum, row) => sum + row.count, 0);
    const where = rows.length === 1 ? "" : ` in ${counted(rows.length, "source")}`;
    const first = rows
      .slice(0, 1)
      .map(({ name, first: { line } }) => `; the first is line ${groupedNumber(line)} of ${name}`);
    return {
      kind: "rejected",
      what: `${counted(count, "line")}${where}`,
      why: `${rejectReasons[reason]} (${reason})${first.join("")}`,
    };
  });
}

function ofSources(sources: readonly SourceTally[], seen: (source: SourceTally) => Unseen[]): Unseen[] {
  const all = sources.flatMap(seen);
  const [first] = all.slice(MOST_SOURCES);
  if (first === undefined) return all;
  return [
    ...all.slice(0, MOST_SOURCES),
    { kind: first.kind, what: `and ${groupedNumber(all.length - MOST_SOURCES)} more`, why: "--output json has all" },
  ];
}
