/**
 * The whole public face of the library.
 */
import type { DetectOptions, IngestOptions, StoreOptions } from "./options.ts";
import type { Row } from "./core/cell.ts";
import type { SourceTally } from "./core/tally.ts";
import type { DetectorInfo } from "./report/detector-info.ts";
import type { Report } from "./report/report.ts";

export {
  RetryscopeError,
  UsageError,
  ReadError,
  ParseError,
  StoreError,
  ReportError,
  firstLineOf,
} from "./core/errors.ts";
export { errorCodes, type ErrorCode } from "./core/error-codes.ts";
export { choose, unknownName } from "./core/choose.ts";
export { severities, isAtLeast, type Severity } from "./core/severity.ts";
export { durationText } from "./core/duration-text.ts";
export { counted, groupedNumber, sizeText } from "./core/number-text.ts";
export type { Cell, Row } from "./core/cell.ts";
export type { SourceTally, RejectCount } from "./core/tally.ts";
export type { Finding, Lane, NotRun, Trace } from "./detect/finding.ts";
export type { Overview, Report } from "./report/report.ts";
export type { Canvas, Output } from "./report/output.ts";
export type { RowOutput } from "./report/row-output.ts";
export type { DetectorInfo, ParameterInfo } from "./report/detector-info.ts";
export { visible } from "./report/escape.ts";
export { masked } from "./report/mask.ts";
export { renderReport } from "./report/render.ts";
export { renderRows } from "./report/render-rows.ts";
export { renderDetector } from "./report/render-detector.ts";
export { renderSources } from "./report/render-sources.ts";
export { outputs as reportOutputs } from "./report/outputs/index.ts";
export { rowOutputs } from "./report/rows/index.ts";

export type { DetectOptions, IngestOptions, MachineOptions, Progress, StoreOptions } from "./options.ts";
export { listFormats } from "./parse/list-formats.ts";

/**
 * The report on some logs: reads them, derives requests and sends, runs the detectors. Leaves nothing behind unless `db` names a file.
 *
 * Throws: a RetryscopeError, or the signal's reason when it was aborted.
 */
export async function analyze(options: IngestOptions & DetectOptions): Promise<Report> {
  return (await import("./work.ts")).analyze(options);
}

/** What was read of each log into a database, in the order of reading. Throws: as `analyze`. */
export async function ingest(
  options: IngestOptions & { readonly db: string },
): Promise<{ readonly sources: readonly SourceTally[] }> {
  return (await import("./work.ts")).ingest(options);
}

/** The report on a database that was ingested before. Throws: as `analyze`. */
export async function detect(options: DetectOptions & StoreOptions): Promise<Report> {
  return (await import("./work.ts")).detect(options);
}

/** The rows of a query of one's own: nothing outside the database can be reached from it. Throws: USAGE_BAD_SQL, STORE_NOT_OPEN. */
export async function querySql(
  options: StoreOptions & { readonly sql: string },
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly Row[] }> {
  return (await import("./work.ts")).querySql(options);
}

/** All detectors by name, with those of a folder. Throws: USAGE_BAD_QUERY_FILE. */
export async function listDetectors(detectorsDir?: string): Promise<readonly DetectorInfo[]> {
  return (await import("./work.ts")).listDetectors(detectorsDir);
}
