/**
 * The whole public face of the library.
 */
import { ReportError } from "./core/errors.ts";
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

// Stubs until the stages are there.

export type Progress = {
  readonly source: string;
  readonly bytesDone: number;
  readonly bytesTotal: number | null;
  readonly lines: number;
  readonly stage: "read" | "correlate" | "detect";
};
export type IngestOptions = {
  readonly inputs: readonly string[];
  readonly stdin?: NodeJS.ReadableStream;
  readonly db?: string;
  readonly format?: string;
  readonly memoryLimit?: string;
  readonly threads?: number;
  readonly maxRejects?: number;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
};
export type DetectOptions = {
  readonly detectors?: readonly string[];
  readonly parameters?: readonly string[];
  readonly detectorsDir?: string;
};
export type StoreOptions = {
  readonly db: string;
  readonly memoryLimit?: string;
  readonly threads?: number;
  readonly signal?: AbortSignal;
};

export async function analyze(_options: IngestOptions & DetectOptions): Promise<Report> {
  throw missing();
}
export async function ingest(
  _options: IngestOptions & { readonly db: string },
): Promise<{ readonly sources: readonly SourceTally[] }> {
  throw missing();
}
export async function detect(_options: DetectOptions & StoreOptions): Promise<Report> {
  throw missing();
}
export async function listDetectors(_detectorsDir?: string): Promise<readonly DetectorInfo[]> {
  throw missing();
}
export function listFormats(): readonly { readonly name: string; readonly about: string; readonly source: string }[] {
  return [];
}
export async function querySql(
  _options: StoreOptions & { readonly sql: string },
): Promise<{ columns: readonly string[]; rows: readonly Row[] }> {
  throw missing();
}

function missing(): ReportError {
  return new ReportError("INTERNAL", "this part is not there yet");
}
