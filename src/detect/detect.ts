import type { Detector } from "../catalog/catalog.ts";
import type { Cell, Row } from "../core/cell.ts";
import { UsageError } from "../core/errors.ts";
import { severities, type Severity } from "../core/severity.ts";
import type { Database } from "../store/database.ts";
import type { Finding, NotRun, Trace } from "./finding.ts";
import { unmetNeeds } from "./needs.ts";
import { parameterRow, type ParameterValues } from "./parameters.ts";
import { tracesOf } from "./trace.ts";

/** What the detectors found, which of them ran, and which could not. */
export type Detected = {
  readonly findings: readonly Finding[];
  readonly run: readonly string[];
  readonly not_run: readonly NotRun[];
};

/**
 * Runs detectors in the order given.
 *
 * Shape: findings most severe first, then most hits, then detector and route by name, then the earlier.
 * Throws: STORE_FAILED; USAGE_BAD_VALUE for a parameter; USAGE_BAD_QUERY_FILE for a user's detector that does not run.
 */
export async function detect(
  database: Database,
  detectors: readonly Detector[],
  values: ParameterValues,
): Promise<Detected> {
  const not_run = await unmetNeeds(database, detectors);
  const able = detectors.filter(({ head }) => !not_run.some(({ detector }) => detector === head.id));
  const found: { readonly detector: Detector; readonly row: Row }[] = [];
  for (const detector of able) {
    const rows = await rowsOf(database, detector, values);
    found.push(...rows.map((row) => ({ detector, row })));
  }
  const traces = await tracesOf(
    database,
    found.flatMap(({ row }) => examplesOf(row)),
  );
  const findings = found.map(({ detector, row }) => findingOf(detector, row, traces));
  return { findings: findings.sort(byImportance), run: able.map(({ head }) => head.id), not_run };
}

async function rowsOf(database: Database, detector: Detector, values: ParameterValues): Promise<Row[]> {
  const { head, sql, isOurs } = detector;
  const rules = head.severity.map(({ level, when }) =>
    when === undefined ? `ELSE '${level}'` : `WHEN ${when} THEN '${level}'`,
  );
  const severity = rules.length === 1 ? `'${head.severity[0]?.level}'` : `CASE ${rules.join(" ")} END`;
  const statement = `WITH params AS (${parameterRow(detector, values)}) SELECT finding.*, ${severity} AS severity FROM (${sql}\n) AS finding CROSS JOIN params`;
  // To look at a plan first costs as much as the query itself on a small log.
  const asked = isOurs ? database.portableTable(statement) : database.askPortably(statement);
  const { columns, rows } = await asked.catch((cause: unknown) => {
    throw new UsageError(
      "USAGE_BAD_QUERY_FILE",
      `the detector "${head.id}" does not run: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  });
  const declared = [...Object.keys(head.columns), "severity"];
  if (declared.join() !== columns.join()) {
    throw new UsageError(
      "USAGE_BAD_QUERY_FILE",
      `the detector "${head.id}" declares the columns ${declared.join(", ")} and gives ${columns.join(", ")}`,
    );
  }
  return rows;
}

function findingOf({ head }: Detector, row: Row, traces: ReadonlyMap<string, Trace>): Finding {
  const { severity, examples: _, ...values } = row;
  return {
    detector: head.id,
    title: head.title,
    severity: severityOf(severity),
    route: String(row["route"]),
    first_seen: timeText(row["first_seen"]),
    last_seen: timeText(row["last_seen"]),
    hits: Number(row["hits"]),
    summary: String(row["summary"]),
    why: row["why"] === null || row["why"] === undefined ? null : String(row["why"]),
    remedy: String(row["remedy"]),
    values,
    examples: examplesOf(row).flatMap((id) => traces.get(String(id)) ?? []),
  };
}

function examplesOf(row: Row): bigint[] {
  const cell = row["examples"];
  return Array.isArray(cell) ? cell.map((id) => BigInt(String(id))) : [];
}

function severityOf(cell: Cell | undefined): Severity {
  return severities.find((severity) => severity === cell) ?? "info";
}

/** DuckDB leaves out a fraction of zeros; a report shows all times alike, in milliseconds. */
function timeText(cell: Cell | undefined): string {
  const [whole = "", fraction = ""] = String(cell).split(".");
  return `${whole}.${fraction.slice(0, 3).padEnd(3, "0")}`;
}

function byImportance(a: Finding, b: Finding): number {
  return (
    severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
    b.hits - a.hits ||
    compare(a.detector, b.detector) ||
    compare(a.route, b.route) ||
    compare(a.first_seen, b.first_seen) ||
    compare(a.summary, b.summary)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
