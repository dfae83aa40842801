import { errorCodes, type ErrorCode } from "./error-codes.ts";

/** What an error says beside its message: the error beneath it and the next step. */
export type ErrorDetails = { readonly cause?: unknown; readonly hint?: string };

/** The one family of errors that are thrown when the work cannot go on as asked. */
export class RetryscopeError extends Error {
  /** A name from `errorCodes`; stable, part of the public promise. */
  readonly code: ErrorCode;
  /** The next step, as a command or a flag where there is one. */
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = details.hint;
  }

  /** The exit status that the code's row gives. */
  get exitCode(): number {
    return errorCodes[this.code].exit;
  }
}

/** A value that the caller gave and that cannot be used; any layer may throw it. */
export class UsageError extends RetryscopeError {}

/** Logs that cannot be opened or are no logs. */
export class ReadError extends RetryscopeError {}

/** Logs that were read but not understood. */
export class ParseError extends RetryscopeError {}

/** A database that does not do what it is asked. */
export class StoreError extends RetryscopeError {}

/** An output that cannot be written. */
export class ReportError extends RetryscopeError {}

/** The first line of any thrown value's text, without a trailing dot. */
export function firstLineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n", 1)[0] ?? "").replace(/\.$/, "");
}
