import type { DetectedSource, ExplainedLine } from "../../src/index.ts";

/** A log of a gateway, of which a line was cut. */
export const gatewayLog: DetectedSource = {
  name: "logs/gateway.log",
  kind: "plain",
  framing: "newline",
  is_whole: false,
  lines: 2880,
  access_log: 2860,
  other: 19,
  rejected: 1,
  formats: [{ format: "istio-text", lines: 2860 }],
  wrappers: [
    { chain: ["kubectl-prefix", "timestamp"], lines: 2870 },
    { chain: [], lines: 10 },
  ],
  told: { cluster: 0, namespace: 0, pod: 2, container: 1 },
  certainty: "sure",
  because: "2,860 of 2,861 access log lines have one reading, and only one",
  rejects: [{ reason: "LINE_CUT", count: 1, first: { line: 12, text: '[2026-11-25T22:50:31.512Z] "POST' } }],
  stranger: "line 1 is: 2026-11-25 info Envoy proxy is ready",
  problem: null,
};

/** A line of a gateway that ends in the middle of a field. */
export const cutLine: ExplainedLine = {
  wrappers: ["kubectl-prefix"],
  told: { pod: "gateway-7d9f", container: "istio-proxy" },
  line: '[2026-11-25T22:50:31.512Z] "POST /acc',
  has_more: false,
  is: "reject",
  reason: "LINE_CUT",
  about: "ends in the middle of a field, as the last line of a cut file does",
  at: 33,
  expected: [
    {
      format: "istio-text",
      operator: "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
      about: "path with query, before a rewrite on this hop",
      before: " ",
      fields: 2,
      of: 24,
    },
  ],
  readings: [],
};
