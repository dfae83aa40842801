/**
 * The whole public face of the library.
 */
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
export { severities, isAtLeast, type Severity } from "./core/severity.ts";
export type { Cell, Row } from "./core/cell.ts";
export type { SourceTally, RejectCount } from "./core/tally.ts";
export type { Finding, Lane, NotRun, Trace } from "./detect/finding.ts";
export type { Overview, Report } from "./report/report.ts";
