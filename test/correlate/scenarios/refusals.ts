import { clientLine, cutOff, serverLine } from "../../helpers/lines.ts";
import { sendsOf, type Scenario } from "./scenario.ts";

const nowhere = { host: "-", own: "-", received: 0 } as const;
const noHost = { code: 503, flags: "UH", details: "no_healthy_upstream", took: 0 } as const;

/** Sends that a proxy did not make, or made no more: S8, S9, S10. */
export const refusals: readonly Scenario[] = [
  {
    name: "S8: no healthy host at the first pick is no send at all",
    calls: [clientLine({ ...noHost, ...nowhere, attempts: 1 })],
    pods: [],
    told: { requests: ["503: 0 sent, 0 delivered, none"], sends: [] },
  },
  {
    name: "S8: no healthy host at the second pick leaves one send, which was delivered",
    calls: [clientLine({ ...noHost, attempts: 2, ordinal: 1, took: 130 })],
    pods: [[serverLine({ ...cutOff, at: 1, took: 100 })]],
    told: { requests: ["503: 1 sent, 1 delivered, none"], sends: ["1 delivered 0 payments-1"] },
  },
  {
    name: "S8: no healthy host at the third pick leaves two sends, which were delivered",
    calls: [clientLine({ ...noHost, attempts: 3, ordinal: 2, took: 240 })],
    pods: sendsOf([
      { ...cutOff, at: 1, took: 100 },
      { ...cutOff, at: 120, took: 100 },
    ]),
    told: {
      requests: ["503: 2 sent, 2 delivered, confirmed unknown"],
      sends: ["1 delivered 0 payments-1", "2 delivered 0 payments-2"],
    },
  },
  {
    name: "S8: no healthy host at the third pick, where only the caller logged: a host is named, so an earlier send arrived",
    calls: [clientLine({ ...noHost, attempts: 3, ordinal: 2, took: 240 })],
    pods: [],
    told: { requests: ["503: 2 sent, 0 delivered, possible"], sends: ["1 not_seen", "2 unknown 503 caller"] },
    inText: { requests: ["503: 1 sent, 0 delivered, none"], sends: ["1 unknown 503 caller"] },
  },
  {
    name: "S9: a send that the circuit breaker refused never left",
    calls: [
      clientLine({
        code: 503,
        flags: "UO",
        details: "upstream_reset_before_response_started{overflow}",
        ...nowhere,
        took: 0,
      }),
    ],
    pods: [],
    told: { requests: ["503: 1 sent, 0 delivered, none"], sends: ["1 not_reached 503 caller"] },
  },
  {
    name: "S9: a retry that the circuit breaker refused leaves the one send before it",
    calls: [clientLine({ code: 503, flags: "UO", took: 30 })],
    pods: [[serverLine({ code: 503, took: 20 })]],
    told: { requests: ["503: 1 sent, 1 delivered, none"], sends: ["1 answered 503 payments-1"] },
  },
  {
    name: "S9: a second retry that the circuit breaker refused leaves the two sends before it",
    calls: [clientLine({ code: 503, flags: "UO", took: 60, attempts: 2 })],
    pods: sendsOf([
      { code: 503, at: 1, took: 10 },
      { code: 503, at: 30, took: 20 },
    ]),
    told: {
      requests: ["503: 2 sent, 2 delivered, confirmed failed_after"],
      sends: ["1 answered 503 payments-1", "2 answered 503 payments-2"],
    },
  },
  {
    name: "S10: no route is no send",
    calls: [
      clientLine({
        code: 404,
        flags: "NR",
        details: "route_not_found",
        ...nowhere,
        cluster: "-",
        attempts: 0,
        took: 0,
      }),
    ],
    pods: [],
    told: { requests: ["404: 0 sent, 0 delivered, none"], sends: [] },
  },
  {
    name: "S10: no cluster is no send",
    calls: [clientLine({ code: 503, flags: "NC", details: "cluster_not_found", ...nowhere, attempts: 0, took: 0 })],
    pods: [],
    told: { requests: ["503: 0 sent, 0 delivered, none"], sends: [] },
  },
];
