import type { Row } from "../core/cell.ts";
import type { Severity } from "../core/severity.ts";

/** One send of a request as a lane: when, where, and what came of it. */
export type Lane = {
  /** From the start of the request, in ms; may be a little below 0 where clocks differ. */
  readonly offset_ms: number;
  /** Null where the send itself was not seen. */
  readonly duration_ms: number | null;
  readonly ordinal: number;
  /** The proxy in front of the application that got the send, or the address it went to; null where neither is known. */
  readonly proxy: string | null;
  /** `answered`, `delivered`, `unknown`, `not_reached` or `not_seen`. */
  readonly outcome: string;
  readonly response_code: number | null;
  readonly response_flags: readonly string[];
  readonly response_code_details: string | null;
};

/** One request with its sends, as proof. */
export type Trace = {
  readonly request_id: string | null;
  readonly proxy: string;
  readonly method: string;
  readonly path: string;
  /** `2026-11-20 09:16:10.123`, UTC. */
  readonly started_at: string;
  readonly duration_ms: number;
  readonly response_code: number;
  readonly response_flags: readonly string[];
  /** How many sends the proxy made, as far as known. */
  readonly sends: number;
  readonly delivered: number;
  readonly verdict: string;
  readonly effect: string | null;
  readonly verdict_because: string;
  readonly lanes: readonly Lane[];
};

/** What one detector says of one route. Every text is plain, unescaped and may hold anything that a log can hold. */
export type Finding = {
  readonly detector: string;
  readonly title: string;
  readonly severity: Severity;
  /** What people group by, e.g. `accounts.prod /accounts`. */
  readonly route: string;
  /** `2026-11-20 09:16:10.123`, UTC. */
  readonly first_seen: string;
  readonly last_seen: string;
  /** How many requests (or what the detector counts) are hurt. */
  readonly hits: number;
  /** The numbers with their base, in one sentence. */
  readonly summary: string;
  /** The cause, from evidence; null where the logs do not tell. */
  readonly why: string | null;
  /** What to change. */
  readonly remedy: string;
  /** All columns of the detector's row, as its head declares them. */
  readonly values: Row;
  /** The worst requests, worst first, at most three. */
  readonly examples: readonly Trace[];
};

/** A detector that could not run on these logs, and why: silence is not health. */
export type NotRun = { readonly detector: string; readonly because: string };
