import type { SourceTally } from "../../src/core/tally.ts";
import type { Finding, Lane, Trace } from "../../src/detect/finding.ts";
import type { Report } from "../../src/report/report.ts";

/** A source with dull values; a test states what it is about. */
export function aSource(values: Partial<SourceTally> = {}): SourceTally {
  return {
    source_id: 1,
    name: "gateway-7d9f.log",
    kind: "plain",
    bytes: 4_412_000,
    lines: 12_560,
    access_log: 12_511,
    other: 49,
    rejected: 0,
    formats: [{ format: "istio-text", lines: 12_511 }],
    rejects: [],
    problem: null,
    skipped: null,
    ...values,
  };
}

/** A send with dull values. */
export function aLane(values: Partial<Lane> = {}): Lane {
  return {
    offset_ms: 0,
    duration_ms: 100,
    ordinal: 1,
    proxy: "accounts-6c4d",
    outcome: "delivered",
    response_code: 0,
    response_flags: ["DC"],
    response_code_details: "downstream_remote_disconnect",
    ...values,
  };
}

/** A request with dull values. */
export function aTrace(values: Partial<Trace> = {}): Trace {
  return {
    request_id: "af3c10be-52a1-4c0e-9d55-7b1f0a2c4e91",
    proxy: "gateway-7d9f",
    method: "POST",
    path: "/accounts",
    started_at: "2026-11-20 09:16:10.123",
    duration_ms: 436,
    response_code: 504,
    response_flags: ["UT", "URX"],
    sends: 4,
    delivered: 3,
    verdict: "confirmed",
    effect: "guarded",
    verdict_because:
      "3 sends of one request were handed to the application: delivered, cut off; delivered, cut off; answered 409",
    lanes: [
      aLane(),
      aLane({ offset_ms: 118, duration_ms: 101, ordinal: 2, proxy: "accounts-9f21" }),
      aLane({
        offset_ms: 251,
        duration_ms: 92,
        ordinal: 3,
        outcome: "answered",
        response_code: 409,
        response_flags: [],
        response_code_details: "via_upstream",
      }),
      aLane({
        offset_ms: 436,
        duration_ms: null,
        ordinal: 4,
        proxy: null,
        outcome: "not_seen",
        response_code: null,
        response_flags: [],
      }),
    ],
    ...values,
  };
}

/** A finding with dull values. */
export function aFinding(values: Partial<Finding> = {}): Finding {
  return {
    detector: "duplicated-posts",
    title: "One POST, run by the application more than once",
    severity: "critical",
    route: "accounts.prod /accounts",
    first_seen: "2026-11-20 09:16:10.123",
    last_seen: "2026-11-20 09:29:58.004",
    hits: 39,
    summary:
      "39 of 1,204 requests reached the application at least twice (confirmed 33, probable 6); 11 more were re-sent harmlessly.",
    why: "perTryTimeout 100 ms (seen on 123 sends) is below this route's p99.9, 412 ms; gateway-error re-sends what it cuts",
    remedy:
      "give POST /accounts its own route: retryOn connect-failure,refused-stream and no perTryTimeout below 450 ms",
    values: {
      route: "accounts.prod /accounts",
      first_seen: "2026-11-20 09:16:10.123",
      last_seen: "2026-11-20 09:29:58.004",
      hits: 39,
      effect_twice: 4,
      effect_guarded: 27,
      effect_failed_after: 0,
      effect_unknown: 8,
      bytes_sent: 9_007_199_254_740_993n,
    },
    examples: [
      aTrace(),
      aTrace({
        request_id: "af3c10be-9d02-41f3-8a7e-0c8e6d1f77aa",
        started_at: "2026-11-20 09:21:44.800",
        sends: 3,
        duration_ms: 402,
      }),
      aTrace({
        request_id: null,
        started_at: "2026-11-20 09:29:57.000",
        sends: 2,
        response_code: 0,
        response_flags: ["DC"],
        duration_ms: 301,
      }),
    ],
    ...values,
  };
}

/** A report with dull values. */
export function aReport(values: Partial<Report> = {}): Report {
  return {
    version: 1,
    overview: {
      from: "2026-11-20 09:14:02.001",
      to: "2026-11-20 09:31:40.900",
      proxies: 3,
      sides: "both",
      requests: 12_408,
      resent: 240,
      clocks: [],
    },
    sources: [aSource()],
    findings: [],
    not_run: [],
    run: ["duplicated-posts", "per-try-timeout-too-short", "retry-storms"],
    ...values,
  };
}
