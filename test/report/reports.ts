import type { Report } from "../../src/report/report.ts";
import { aFinding, aLane, aReport, aSource, aTrace } from "./builders.ts";

/** The incident of the accounts service: a per-try timeout that cut off POSTs which the application went on with. */
export const accountIncident = aReport({
  sources: [
    aSource({
      lines: 8_402,
      access_log: 8_360,
      other: 37,
      rejected: 5,
      rejects: [
        { reason: "FIELD_MISMATCH", count: 5, first: { line: 17, text: '[2026-11-20T09:14:02.001Z] "POST /acc' } },
      ],
    }),
    aSource({
      source_id: 2,
      name: "accounts-6c4d.log.gz",
      kind: "gzip",
      lines: 4_158,
      access_log: 4_151,
      other: 7,
      problem: "the gzip data ends too early, after line 4,158",
    }),
    aSource({
      source_id: 3,
      name: "copy/accounts-6c4d.log.gz",
      kind: "gzip",
      lines: 0,
      access_log: 0,
      other: 0,
      formats: [],
      skipped: 'its content is that of "accounts-6c4d.log.gz"',
    }),
  ],
  findings: [
    aFinding(),
    aFinding({
      detector: "per-try-timeout-too-short",
      title: "A per-try timeout that successful calls of the route often exceed",
      severity: "warning",
      hits: 123,
      summary: "123 of 1,383 sends were cut at 100 ms; 41 of 1,204 successful calls (3.4 %) took longer than that.",
      why: null,
      remedy: "set perTryTimeout above 412 ms, the p99.9 of this route, or take it out",
      values: {},
      examples: [
        aTrace({
          request_id: "0c7b9a52-1d1e-4f6a-b3a0-6f1b2c3d4e5f",
          response_code: 201,
          response_flags: [],
          sends: 2,
          duration_ms: 2_391,
          verdict: "probable",
          verdict_because: "",
          path: "/accounts/7f3c/members/very/long/path/that/goes/on/and/on/and/on/until/the/end",
          lanes: [
            aLane({
              outcome: "not_reached",
              duration_ms: 0,
              proxy: "10.4.17.23:8080",
              response_code: 503,
              response_flags: ["UF"],
              response_code_details: "upstream_reset_before_response_started{connection_failure}",
            }),
            aLane({
              offset_ms: 26,
              outcome: "answered",
              duration_ms: 2_365,
              response_code: 201,
              response_flags: [],
              response_code_details: "via_upstream",
              ordinal: 2,
            }),
          ],
        }),
      ],
    }),
    aFinding({
      detector: "hidden-retries",
      title: "Success after re-sends that no default log line shows",
      severity: "info",
      route: "payments.prod /payments/{id}/captures",
      hits: 3,
      summary: "3 of 88 requests succeeded after a re-send.",
      why: null,
      remedy: "log %UPSTREAM_REQUEST_ATTEMPT_COUNT%",
      values: {},
      examples: [],
    }),
  ],
  not_run: [
    { detector: "caller-resends", because: "only one hop is logged" },
    { detector: "multiplied-retries", because: "only one hop is logged" },
    { detector: "uneven-subsets", because: "no line has upstream_cluster" },
  ],
});

/** A day on which nothing was wrong, and nothing was hidden from view. */
export const quietDay = aReport({ overview: { ...aReport().overview, resent: 0, clocks: [] } });

/** Logs in which nothing was found, by few detectors, with much that could not be seen. */
export const halfBlind = aReport({
  overview: { ...aReport().overview, sides: "client", resent: 1 },
  sources: Array.from({ length: 8 }, (_, index) =>
    aSource({
      source_id: index + 1,
      name: `gateway-${index}.log`,
      lines: 1_001,
      access_log: 1_000,
      other: 0,
      rejected: 1,
      rejects: [{ reason: "LINE_CUT", count: 1, first: { line: 1_001, text: "[2026-11-20T09:1" } }],
    }),
  ),
  run: ["retry-storms"],
  not_run: [
    { detector: "duplicated-posts", because: "no line has a request id" },
    { detector: "caller-resends", because: "no line has a request id" },
  ],
});

/** Logs without a request: nothing can be said of them. */
export const noRequests = aReport({
  overview: { from: null, to: null, proxies: 0, sides: "unknown", requests: 0, resent: 0, clocks: [] },
  sources: [aSource({ lines: 0, access_log: 0, other: 0, formats: [] })],
});

/** One story on 400 routes. */
export const manyRoutes = aReport({
  findings: Array.from({ length: 400 }, (_, index) =>
    aFinding({
      severity: "warning",
      detector: "retries-exhausted",
      route: `svc-${String(index).padStart(3, "0")}.prod /orders`,
      hits: 400 - index,
      summary: `${400 - index} of 1,204 requests (${(((400 - index) / 1204) * 100).toFixed(1)} %) failed after all retries.`,
      why: null,
      remedy: "do not retry what cannot succeed",
      values: {},
      examples: [],
    }),
  ),
});

/** A request with more sends than are drawn, over three days, with clocks that differ. */
export const longTrace = aReport({
  overview: { ...aReport().overview, from: "2026-11-19 23:58:00.000", to: "2026-11-21 00:10:00.000" },
  findings: [
    aFinding({
      first_seen: "2026-11-19 23:59:58.000",
      last_seen: "2026-11-20 00:04:10.000",
      examples: [
        aTrace({
          request_id: "caller-chosen",
          started_at: "2026-11-19 23:59:58.000",
          sends: 20,
          delivered: 19,
          duration_ms: 185_000,
          lanes: Array.from({ length: 20 }, (_, index) =>
            aLane({ offset_ms: index * 9_250 - 2, duration_ms: index === 0 ? 9_000 : 40, ordinal: index + 1 }),
          ),
        }),
      ],
    }),
  ],
});

/** Names in scripts whose characters are two columns wide. */
export const wideNames = aReport({
  sources: [aSource({ name: "ゲートウェイ.log", problem: "ファイルが途中で終わっています" })],
  findings: [
    aFinding({
      route: "アカウント.prod /口座/作成",
      summary:
        "39 of 1,204 requests to /口座/作成 reached the application at least twice, 確認済み 33 件, 可能性あり 6 件, which is rather a lot.",
      examples: [
        aTrace({
          path: "/口座/とても長い道/とても長い道/とても長い道/とても長い道/作成",
          lanes: [
            aLane({ proxy: "アカウント-6c4d8b5f7-x9k2l" }),
            aLane({ offset_ms: 250, proxy: "accounts", outcome: "answered", response_code: 201, response_flags: [] }),
          ],
        }),
      ],
    }),
  ],
});

/** A report with the same text in every place that can come from a log, a file name or a detector file. */
export function reportFullOf(text: string): Report {
  const lane = aLane({ proxy: text, outcome: text, response_flags: [text], response_code_details: text });
  const trace = aTrace({
    request_id: text,
    proxy: text,
    method: text,
    path: text,
    started_at: text,
    response_flags: [text, "UT"],
    verdict: text,
    effect: text,
    verdict_because: text,
    lanes: [lane, aLane({ proxy: text, response_flags: [], response_code_details: text, outcome: "answered" })],
  });
  return aReport({
    overview: { ...aReport().overview, from: text, to: text },
    sources: [
      aSource({ name: text, kind: text, formats: [{ format: text, lines: 1 }], problem: text }),
      aSource({
        name: text,
        skipped: text,
        rejected: 1,
        rejects: [{ reason: "JSON_BROKEN", count: 1, first: { line: 1, text } }],
      }),
    ],
    findings: [
      aFinding({
        detector: text,
        title: text,
        route: text,
        first_seen: text,
        last_seen: text,
        summary: text,
        why: text,
        remedy: text,
        values: { route: text, list: [text], struct: { inner: text } },
        examples: [trace, trace],
      }),
    ],
    not_run: [{ detector: text, because: text }],
    run: [text],
  });
}

/** What an attacker would put into a request: escape sequences, a false line, direction overrides, Markdown, HTML, secrets. */
export const hostile = reportFullOf(
  "/a\u001b[2J\u001b]0;owned\u0007\u009b31m\r\nx CRITICAL  all-is-well\u202e\u2066\u200b|`<img src=x onerror=alert(1)>`[l](http://evil) @team #1 ?token=hunter2&user=ann@example.com",
);
