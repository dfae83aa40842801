import type { SourceTally } from "../core/tally.ts";
import type { Finding, NotRun } from "../detect/finding.ts";
import type { Overview } from "../detect/overview.ts";

export type { Overview };

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
