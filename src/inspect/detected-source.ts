import type { SourceTally } from "../core/tally.ts";

/**
 * How sure it is what a source is: `sure`; `likely`, where there is little to go by; `doubtful`, where part of it is not
 * understood or its keys are guessed; `none`, where nothing in it is an access log line.
 */
export type Certainty = "sure" | "likely" | "doubtful" | "none";

/**
 * What was recognised at the beginning of a source. `lines = access_log + other + rejected`.
 *
 * Units: lines of the sample.
 */
export type DetectedSource = Pick<
  SourceTally,
  "name" | "kind" | "lines" | "access_log" | "other" | "rejected" | "formats" | "rejects" | "problem"
> & {
  /** Whether the sample is all of the source. */
  readonly is_whole: boolean;
  /** Where a record ends: `newline`, or `json-document` for what log stores export; null where there is nothing. */
  readonly framing: string | null;
  /** What was around the lines, from the outside in; `[]` is nothing. Most lines first. */
  readonly wrappers: readonly { readonly chain: readonly string[]; readonly lines: number }[];
  /** How many different clusters, namespaces, pods and containers the wrappers and the path told of access log lines. */
  readonly told: {
    readonly cluster: number;
    readonly namespace: number;
    readonly pod: number;
    readonly container: number;
  };
  readonly certainty: Certainty;
  /** Why, in one line. */
  readonly because: string;
  /** A line that was not read as an access log line, a rejected one before others, with its number; null where there is none. */
  readonly stranger: string | null;
};
