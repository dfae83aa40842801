import type { Cell, Row } from "../core/cell.ts";
import type { SourceTally } from "../core/tally.ts";
import type { Finding, Lane, NotRun, Trace } from "../detect/finding.ts";
import type { Report } from "./report.ts";

type Change = (text: string) => string;

/**
 * The report with every text in it changed, so that no output can forget one. Names of columns stay, as they are ours;
 * severities, outcomes and the like are changed too, to no effect where they are what they should be.
 */
export function mapTexts(report: Report, change: Change): Report {
  const { overview } = report;
  return {
    ...report,
    overview: { ...overview, from: orNull(overview.from, change), to: orNull(overview.to, change) },
    sources: report.sources.map((source) => inSource(source, change)),
    findings: report.findings.map((finding) => inFinding(finding, change)),
    not_run: report.not_run.map((row): NotRun => ({ detector: change(row.detector), because: change(row.because) })),
    run: report.run.map(change),
  };
}

/** The tally of a source with every text in it changed. */
export function inSource(source: SourceTally, change: Change): SourceTally {
  return {
    ...source,
    name: change(source.name),
    kind: change(source.kind),
    formats: source.formats.map((row) => ({ ...row, format: change(row.format) })),
    rejects: source.rejects.map((row) => ({ ...row, first: { ...row.first, text: change(row.first.text) } })),
    problem: orNull(source.problem, change),
    skipped: orNull(source.skipped, change),
  };
}

function inFinding(finding: Finding, change: Change): Finding {
  return {
    ...finding,
    detector: change(finding.detector),
    title: change(finding.title),
    route: change(finding.route),
    first_seen: change(finding.first_seen),
    last_seen: change(finding.last_seen),
    summary: change(finding.summary),
    why: orNull(finding.why, change),
    remedy: change(finding.remedy),
    values: inRow(finding.values, change),
    examples: finding.examples.map((trace) => inTrace(trace, change)),
  };
}

function inTrace(trace: Trace, change: Change): Trace {
  return {
    ...trace,
    request_id: orNull(trace.request_id, change),
    proxy: change(trace.proxy),
    method: change(trace.method),
    path: change(trace.path),
    started_at: change(trace.started_at),
    response_flags: trace.response_flags.map(change),
    verdict: change(trace.verdict),
    effect: orNull(trace.effect, change),
    verdict_because: change(trace.verdict_because),
    lanes: trace.lanes.map((lane) => inLane(lane, change)),
  };
}

function inLane(lane: Lane, change: Change): Lane {
  return {
    ...lane,
    proxy: orNull(lane.proxy, change),
    outcome: change(lane.outcome),
    response_flags: lane.response_flags.map(change),
    response_code_details: orNull(lane.response_code_details, change),
  };
}

/** A cell with every text in it changed; keys stay. */
export function inCell(cell: Cell, change: Change): Cell {
  if (typeof cell === "string") return change(cell);
  if (cell === null || typeof cell !== "object") return cell;
  return isList(cell) ? cell.map((part) => inCell(part, change)) : inRow(cell, change);
}

function inRow(row: Row, change: Change): Row {
  return Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, inCell(cell, change)]));
}

/** `Array.isArray` for lists that must not be written to. */
export function isList(cell: Cell): cell is readonly Cell[] {
  return Array.isArray(cell);
}

function orNull(text: string | null, change: Change): string | null {
  return text === null ? null : change(text);
}
