import type { SourceTally } from "../core/tally.ts";

/** How many of the lines that could have a field have it, on one proxy in one format. */
export type FieldCount = {
  readonly proxy: string;
  readonly format: string;
  readonly field: string;
  readonly lines: number;
  /** Lines that could have it: an answer of the proxy's own has no upstream host, for example. */
  readonly of: number;
};

/** What is known of a field in all logs together. */
export type FieldCheck = {
  readonly field: string;
  /** Envoy's operator for it. */
  readonly operator: string;
  /** What it is for. */
  readonly use: string;
  readonly lines: number;
  readonly of: number;
  /** `logged`; `missing` where lines could have it and it is proved that a proxy does not log it; `unsure` where no line could show it. */
  readonly state: "logged" | "missing" | "unsure";
  /** The proxies that do not log it, by name. */
  readonly missing_on: readonly string[];
};

/** One proxy: what it wrote. Times are UTC text, null where no line has one. */
export type ProxyCheck = {
  readonly proxy: string;
  /** The name without what is random in a pod's name. */
  readonly workload: string;
  readonly formats: readonly { readonly format: string; readonly lines: number }[];
  readonly lines: number;
  /** Requests; the other lines are counted in `other_rows`. */
  readonly http: number;
  /** Requests by the side of the hop that the proxy was on. */
  readonly client: number;
  readonly server: number;
  readonly waypoint: number;
  readonly unknown: number;
  /** Requests whose side the line does not tell, and what it was joined with does. */
  readonly joined: number;
  /** Requests with a status below 400, and with one from 400. */
  readonly good: number;
  readonly bad: number;
  readonly from: string | null;
  readonly to: string | null;
};

/** What is known of a proxy's clock. */
export type ClockCheck = {
  readonly proxy: string;
  /** Added to its times before anything was compared; 0 where they needed nothing, null where too few sends could be compared. */
  readonly offset_ms: number | null;
  /** Sends that could be compared with other proxies. */
  readonly sends: number;
  /** Whether all its times are of whole seconds, so that what lies within one cannot be told apart. */
  readonly is_coarse: boolean;
};

/** Something that makes numbers wrong, as far as counts tell. */
export type Suspicion = {
  readonly kind: "filter" | "sampling" | "silence" | "partial" | "limit" | "repeated";
  /** The proxy or the log it is about. */
  readonly subject: string;
  readonly certainty: "sure" | "likely" | "possible";
  /** The counts it rests on. */
  readonly evidence: string;
  /** What it makes wrong. */
  readonly breaks: string;
};

/** A side of a hop that the logs refer to and that has no line in them. */
export type Absent = {
  readonly side: "server" | "client";
  /** A service, as the cluster names it; null for callers, which have none. */
  readonly service: string | null;
  /** Addresses without a line, and of how many. */
  readonly addresses: number;
  readonly of_addresses: number;
  readonly requests: number;
  readonly example: string;
  readonly evidence: string;
};

/** Whether a detector can run on these logs. */
export type DetectorCheck = {
  readonly detector: string;
  /** `weaker`: it runs, and sees less or is less sure. */
  readonly runs: "fully" | "weaker" | "not";
  readonly because: readonly string[];
};

/** What to change so that the next logs have what these lack. */
export type Advice = {
  readonly title: string;
  /** The fields that it adds, empty for other advice. */
  readonly fields: readonly string[];
  /** Where it goes and from which version on it is understood. */
  readonly notes: readonly string[];
  /** Configuration to copy; null where there is none to give. */
  readonly yaml: string | null;
};

/** All that the doctor says of some logs. Every text but `yaml` may hold anything that a log can hold. */
export type Checkup = {
  /** The version of this shape; rises when a field changes its meaning or goes. */
  readonly version: 1;
  readonly sources: readonly SourceTally[];
  readonly proxies: readonly ProxyCheck[];
  readonly other_rows: readonly { readonly kind: string; readonly lines: number }[];
  readonly fields: readonly FieldCheck[];
  readonly field_counts: readonly FieldCount[];
  readonly clocks: readonly ClockCheck[];
  readonly suspicions: readonly Suspicion[];
  readonly absent: readonly Absent[];
  readonly detectors: readonly DetectorCheck[];
  readonly advice: readonly Advice[];
};
