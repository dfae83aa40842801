import type { SourceTally } from "../core/tally.ts";
import type { Finding, NotRun } from "../detect/finding.ts";

/** What was read and seen as a whole. Times are UTC text; null where there was no line with a time. */
export type Overview = {
  readonly from: string | null;
  readonly to: string | null;
  /** How many proxies logged. */
  readonly proxies: number;
  /** Which sides of a hop logged: `both`, `client`, `server`, or `unknown` where lines do not tell. */
  readonly sides: "both" | "client" | "server" | "unknown";
  readonly requests: number;
  /** Requests that were sent more than once. */
  readonly resent: number;
};

/** All that an output shows. Findings: most severe first, then most hits, then detector and route by name. */
export type Report = {
  /** The version of this shape; rises when a field changes its meaning or goes. */
  readonly version: 1;
  readonly overview: Overview;
  readonly sources: readonly SourceTally[];
  readonly findings: readonly Finding[];
  readonly not_run: readonly NotRun[];
  /** The detectors that ran, by name. */
  readonly run: readonly string[];
};
