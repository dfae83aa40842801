/**
 * The whole public face of the library.
 */
import type {
  AbortOptions,
  DetectOptions,
  FormatOptions,
  IngestOptions,
  InputOptions,
  LineOptions,
  StoreOptions,
} from "./options.ts";
import type { Row } from "./core/cell.ts";
import type { SourceTally } from "./core/tally.ts";
import type { Checkup } from "./doctor/checkup.ts";
import type { DetectedSource } from "./inspect/detected-source.ts";
import type { ExplainedLine } from "./inspect/explained-line.ts";
import type { FormatInfo } from "./inspect/known-formats.ts";
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
  type Place,
} from "./core/errors.ts";
export { errorCodes, type ErrorCode } from "./core/error-codes.ts";
export { choose, unknownName } from "./core/choose.ts";
export { severities, isAtLeast, type Severity } from "./core/severity.ts";
export { durationText } from "./core/duration-text.ts";
export { counted, groupedNumber, sizeText } from "./core/number-text.ts";
export type { Cell, Row } from "./core/cell.ts";
export type { SourceTally, RejectCount } from "./core/tally.ts";
export type { Finding, Lane, NotRun, Trace } from "./detect/finding.ts";
export type { Certainty, DetectedSource } from "./inspect/detected-source.ts";
export type {
  Expected,
  ExplainedField,
  ExplainedLine,
  Explanation,
  OneReading,
  Said,
} from "./inspect/explained-line.ts";
export type { FormatInfo } from "./inspect/known-formats.ts";
export type { Overview, Report } from "./report/report.ts";
export type {
  Absent,
  Advice,
  Checkup,
  ClockCheck,
  DetectorCheck,
  FieldCheck,
  FieldCount,
  ProxyCheck,
  Suspicion,
} from "./doctor/checkup.ts";
export type { Canvas, Output } from "./report/output.ts";
export type { RowOutput } from "./report/row-output.ts";
export type { DetectorInfo, ParameterInfo } from "./report/detector-info.ts";
export { visible } from "./report/escape.ts";
export { masked } from "./report/mask.ts";
export { drawCaret } from "./report/caret.ts";
export { renderReport } from "./report/render.ts";
export { renderRows } from "./report/render-rows.ts";
export { renderDetector } from "./report/render-detector.ts";
export { renderCheckup } from "./report/render-checkup.ts";
export { renderSources } from "./report/render-sources.ts";
export { renderDetected } from "./report/render-detected.ts";
export { explanationOutputs, renderExplanation } from "./report/render-explanation.ts";
export { outputs as reportOutputs } from "./report/outputs/index.ts";
export { checkupOutputs } from "./report/checkup-outputs/index.ts";
export { rowOutputs } from "./report/rows/index.ts";

export type {
  AbortOptions,
  DetectOptions,
  FormatOptions,
  IngestOptions,
  InputOptions,
  LineOptions,
  MachineOptions,
  Progress,
  StoreOptions,
} from "./options.ts";

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

/**
 * What logs, or those in a database, hold and lack: who logged what, what makes numbers wrong, which detectors can run, and
 * the configuration that adds what is missing. Throws: as `analyze`; PARSE_NO_FORMAT_FITS where there is no access log line.
 */
export async function doctor(options: IngestOptions | StoreOptions): Promise<Checkup> {
  return (await import("./work.ts")).doctor(options);
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

/** The formats that lines are tried against: the caller's own, then the known ones. Throws: USAGE_BAD_VALUE, USAGE_UNKNOWN_NAME. */
export async function listFormats(options: FormatOptions = {}): Promise<readonly FormatInfo[]> {
  return (await import("./inspect/known-formats.ts")).knownFormats(options);
}

/**
 * What each log is, from its beginning: what is around its lines, which formats they have, and how sure that is. No database is opened.
 *
 * Throws: as `analyze`; what no format fits is no error.
 */
export async function detectFormats(
  options: FormatOptions & InputOptions & AbortOptions,
): Promise<readonly DetectedSource[]> {
  return (await import("./inspect/detect-formats.ts")).detectFormats(options);
}

/**
 * What a line says, field by field, or why it is no row.
 *
 * Throws: READ_BINARY for what is no text; USAGE_BAD_VALUE, USAGE_UNKNOWN_NAME; a line that no format fits is no error.
 */
export async function explainLine(options: FormatOptions & LineOptions & AbortOptions): Promise<ExplainedLine> {
  return (await import("./inspect/explain-line.ts")).explainLine(options);
}
