import { errorCodes, type ErrorCode } from "./error-codes.ts";

/** A place in a text that somebody wrote. */
export type Place = {
  readonly text: string;
  /** UTF-16 units from 0, at most the text's length. */
  readonly at: number;
};

/** What an error says beside its message: the error beneath it, the next step, and the place that is meant. */
export type ErrorDetails = {
  readonly cause?: unknown;
  readonly hint?: string | undefined;
  readonly place?: Place | undefined;
};

/** The one family of errors that are thrown when the work cannot go on as asked. */
export class RetryscopeError extends Error {
  /** A name from `errorCodes`; stable, part of the public promise. */
  readonly code: ErrorCode;
  /** The next step, as a command or a flag where there is one. */
  readonly hint: string | undefined;
  /** Where in a text the mistake is, to be shown with a caret under it. */
  readonly place: Place | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = details.hint;
    this.place = details.place;
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

/** What the work gives; a mistake of the caller's in it is told with the file or place it stands in. Throws: what the work throws. */
export function toldWith<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    const { code, message, hint, place } = cause;
    throw new UsageError(code, `${where}: ${message}`, { cause: cause.cause, hint, place });
  }
}

/** The first line of any thrown value's text, without a trailing dot or colon. */
export function firstLineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n", 1)[0] ?? "").replace(/[.:]$/, "");
}
