import { clientLine, serverLine } from "../../helpers/lines.ts";
import { sendsOf, type Scenario } from "./scenario.ts";

const reset = (reason: string): string => `upstream_reset_before_response_started{${reason}}`;
const closed = { code: 503, flags: "UC", details: reset("connection_termination") } as const;
const portClosed = {
  code: 503,
  flags: "URX,UF",
  details: reset("remote_connection_failure|delayed_connect_error:_111"),
  own: "-",
} as const;

/** Connections that failed or broke: S2, S6, S7, S13, S14. */
export const connections: readonly Scenario[] = [
  {
    name: "S2: a connection that failed before one that worked is harmless",
    calls: [clientLine({ attempts: 2, took: 65, host: "10.0.2.2:8080" })],
    pods: [[], [serverLine({ pod: 2, at: 22, ordinal: 2 })]],
    told: {
      requests: ["201: 2 sent, 1 delivered, harmless"],
      sends: ["1 not_seen", "2 answered 201 payments-2"],
    },
    inText: { requests: ["201: 1 sent, 1 delivered, none"], sends: ["1 answered 201 payments-2"] },
  },
  {
    name: "S2b: sidecars up, application's port closed: nothing arrived, however often",
    calls: [clientLine({ code: 503, flags: "URX", attempts: 3, took: 130 })],
    pods: sendsOf([
      { ...portClosed, at: 1, took: 30, attempts: 3 },
      { ...portClosed, at: 40, took: 40, attempts: 3 },
      { ...portClosed, at: 90, took: 36, attempts: 3 },
    ]),
    told: {
      requests: ["503: 3 sent, 0 delivered, harmless"],
      sends: ["1 not_reached 503 payments-1", "2 not_reached 503 payments-2", "3 not_reached 503 payments-1"],
    },
  },
  {
    name: "retries of the sidecar in front of the application are no sends of the caller's",
    calls: [clientLine({ took: 60 })],
    pods: [[serverLine({ took: 55, attempts: 3 })]],
    told: { requests: ["201: 1 sent, 1 delivered, none"], sends: ["1 answered 201 payments-1"] },
  },
  {
    name: "S6: a connection that the application closed at once may have been closed before the request: possible",
    calls: [clientLine({ attempts: 2, took: 60 })],
    pods: sendsOf([
      { ...closed, at: 1, took: 1 },
      { at: 20, took: 38 },
    ]),
    told: {
      requests: ["201: 2 sent, 1 delivered, possible"],
      sends: ["1 unknown 503 payments-1", "2 answered 201 payments-2"],
    },
  },
  {
    name: "S6: one that broke somewhat later had most likely delivered it; a proxy that waits for a processor tells it late",
    calls: [clientLine({ attempts: 2, took: 60 })],
    pods: sendsOf([
      { ...closed, at: 1, took: 12 },
      { at: 30, took: 28 },
    ]),
    told: {
      requests: ["201: 2 sent, 2 delivered, probable unknown"],
      sends: ["1 delivered 503 payments-1", "2 answered 201 payments-2"],
    },
  },
  {
    name: "S6: a connection that broke while the application worked had delivered the request",
    calls: [clientLine({ code: 503, flags: "URX", attempts: 3, took: 360_100 })],
    pods: sendsOf([
      { ...closed, at: 1, took: 120_001 },
      { ...closed, at: 120_020, took: 120_001 },
      { ...closed, at: 240_080, took: 120_001 },
    ]),
    told: {
      requests: ["503: 3 sent, 3 delivered, confirmed unknown"],
      sends: ["1 delivered 503 payments-1", "2 delivered 503 payments-2", "3 delivered 503 payments-1"],
    },
  },
  {
    name: "S6 without a sidecar on the other side: only the caller's line tells of the resets",
    calls: [clientLine({ ...closed, flags: "URX,UC", attempts: 3, took: 90 })],
    pods: [],
    told: {
      requests: ["503: 3 sent, 0 delivered, possible"],
      sends: ["1 not_seen", "2 not_seen", "3 unknown 503 caller"],
    },
    inText: { requests: ["503: 2 sent, 0 delivered, possible"], sends: ["1 not_seen", "2 unknown 503 caller"] },
  },
  {
    name: "S7: failed TLS never reached the application",
    calls: [
      clientLine({
        code: 503,
        flags: "URX,UF",
        details: reset(
          "remote_connection_failure|TLS_error:|268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end",
        ),
        transport: "TLS_error:|268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end",
        own: "-",
        attempts: 3,
        took: 790,
      }),
    ],
    pods: [],
    told: {
      requests: ["503: 3 sent, 0 delivered, harmless"],
      sends: ["1 not_seen", "2 not_seen", "3 not_reached 503 caller"],
    },
    inText: { requests: ["503: 2 sent, 0 delivered, harmless"], sends: ["1 not_seen", "2 not_reached 503 caller"] },
  },
  {
    name: "flags in the order of older builds mean the same",
    calls: [
      clientLine({ code: 503, flags: "UF,URX", details: reset("connection failure"), own: "-", attempts: 3, took: 60 }),
    ],
    pods: [],
    told: {
      requests: ["503: 3 sent, 0 delivered, harmless"],
      sends: ["1 not_seen", "2 not_seen", "3 not_reached 503 caller"],
    },
    inText: { requests: ["503: 2 sent, 0 delivered, harmless"], sends: ["1 not_seen", "2 not_reached 503 caller"] },
  },
  {
    name: "S13: a send that the proxy reset by itself is one send",
    calls: [clientLine({ code: 503, flags: "LR", details: reset("local reset"), took: 9 })],
    pods: [],
    told: { requests: ["503: 1 sent, 0 delivered, none"], sends: ["1 unknown 503 caller"] },
  },
  {
    name: "S14: refused streams never reached the application",
    calls: [
      clientLine({ code: 503, flags: "URX,UR", details: reset("remote_refused_stream_reset"), attempts: 3, took: 70 }),
    ],
    pods: [],
    told: {
      requests: ["503: 3 sent, 0 delivered, harmless"],
      sends: ["1 not_seen", "2 not_seen", "3 not_reached 503 caller"],
    },
    inText: { requests: ["503: 2 sent, 0 delivered, harmless"], sends: ["1 not_seen", "2 not_reached 503 caller"] },
  },
];
