import type { Checkup } from "../../src/doctor/checkup.ts";
import { aSource } from "./builders.ts";

/** A checkup in which something of every kind is said. */
export function aCheckup(values: Partial<Checkup> = {}): Checkup {
  return checkupFullOf("gateway-7d9f", values);
}

/** A checkup with this text wherever a log's text can get. */
export function checkupFullOf(text: string, values: Partial<Checkup> = {}): Checkup {
  return {
    version: 1,
    sources: [
      aSource({ name: text }),
      aSource({ source_id: 2, name: text, skipped: `it has the same content as ${text}` }),
    ],
    proxies: [
      {
        proxy: text,
        workload: text,
        formats: [{ format: "istio-text", lines: 1_000 }],
        lines: 1_000,
        http: 998,
        client: 600,
        server: 398,
        waypoint: 0,
        unknown: 0,
        joined: 2,
        good: 900,
        bad: 98,
        from: "2026-11-20 09:14:02.001",
        to: "2026-11-20 09:31:40.123",
      },
    ],
    other_rows: [{ kind: "tcp", lines: 2 }],
    fields: [
      {
        field: "attempt_count",
        operator: "%UPSTREAM_REQUEST_ATTEMPT_COUNT%",
        use: "how often this proxy sent the request",
        lines: 0,
        of: 600,
        state: "missing",
        missing_on: [text],
      },
      {
        field: "grpc_status",
        operator: "%GRPC_STATUS_NUMBER%",
        use: "how a gRPC call ended",
        lines: 0,
        of: 0,
        state: "unsure",
        missing_on: [],
      },
      {
        field: "request_id",
        operator: "%REQ(X-REQUEST-ID)%",
        use: "what joins",
        lines: 990,
        of: 998,
        state: "logged",
        missing_on: [],
      },
    ],
    field_counts: [{ proxy: text, format: "istio-text", field: "attempt_count", lines: 0, of: 600 }],
    clocks: [
      { proxy: text, offset_ms: -2_400, sends: 321, is_coarse: true },
      { proxy: `${text} 2`, offset_ms: null, sends: 3, is_coarse: false },
    ],
    suspicions: [
      {
        kind: "filter",
        subject: text,
        certainty: "likely",
        evidence: "none of 123 requests has a status below 400; no other log tells whether any was good",
        breaks: "error shares",
      },
    ],
    absent: [
      {
        side: "server",
        service: text,
        addresses: 1,
        of_addresses: 2,
        requests: 12,
        example: text,
        evidence: `12 requests were sent to and answered from 1 of its 2 addresses (${text}) without a line of that side`,
      },
    ],
    detectors: [
      { detector: "duplicated-posts", runs: "weaker", because: [`shares are wrong (likely of ${text})`] },
      { detector: "tls-failures", runs: "not", because: ["no line has response_code_details"] },
      { detector: "retry-storms", runs: "fully", because: [] },
    ],
    advice: [
      {
        title: "Istio: log the fields that are missing",
        fields: ["attempt_count"],
        notes: ["goes into the values of istiod's chart"],
        yaml: "meshConfig:\n  accessLogFile: /dev/stdout\n",
      },
    ],
    ...values,
  };
}
