import { clientLine, cutOff, idOf, perTryTimeout, serverLine } from "../../helpers/lines.ts";
import { sendsOf, type Scenario } from "./scenario.ts";

const fourCuts = [
  { ...cutOff, at: 1, took: 100 },
  { ...cutOff, at: 112, took: 97 },
  { ...cutOff, at: 231, took: 103 },
  { ...cutOff, at: 360, took: 100 },
] as const;

/** Sends that the proxy cut off: S3, S11, S12. */
export const timeouts: readonly Scenario[] = [
  {
    name: "S3: four sends cut by perTryTimeout were all handed to the application",
    calls: [clientLine({ ...perTryTimeout, attempts: 4, took: 461 })],
    pods: sendsOf(fourCuts),
    told: {
      requests: ["504: 4 sent, 4 delivered, confirmed unknown"],
      sends: [
        "1 delivered 0 payments-1",
        "2 delivered 0 payments-2",
        "3 delivered 0 payments-1",
        "4 delivered 0 payments-2",
      ],
    },
  },
  {
    name: "S3: the third send answers in time, and the caller sees nothing but success",
    calls: [clientLine({ attempts: 3, took: 290 })],
    pods: sendsOf([fourCuts[0], fourCuts[1], { at: 231, took: 58 }]),
    told: {
      requests: ["201: 3 sent, 3 delivered, confirmed unknown"],
      sends: ["1 delivered 0 payments-1", "2 delivered 0 payments-2", "3 answered 201 payments-1"],
    },
  },
  {
    name: "S3 over HTTP/2: the sends are reset, not disconnected",
    calls: [clientLine({ ...perTryTimeout, attempts: 2, took: 212, protocol: "HTTP/2" })],
    pods: sendsOf(
      fourCuts.slice(0, 2).map((cut) => ({ ...cut, flags: "DR", details: "http2.remote_reset", protocol: "HTTP/2" })),
    ),
    told: {
      requests: ["504: 2 sent, 2 delivered, confirmed unknown"],
      sends: ["1 delivered 0 payments-1", "2 delivered 0 payments-2"],
    },
  },
  {
    name: "S3 over HTTP/2 on an old build: a reset send has no flag at all",
    calls: [clientLine({ ...perTryTimeout, attempts: 2, took: 212, protocol: "HTTP/2" })],
    pods: sendsOf(
      fourCuts.slice(0, 2).map((cut) => ({ ...cut, flags: "-", details: "http2.remote_reset", protocol: "HTTP/2" })),
    ),
    told: {
      requests: ["504: 2 sent, 2 delivered, confirmed unknown"],
      sends: ["1 delivered 0 payments-1", "2 delivered 0 payments-2"],
    },
  },
  {
    name: "S3 under Istio's default policy: perTryTimeout cuts one send and none follows",
    calls: [clientLine({ ...perTryTimeout, flags: "UT", took: 101 })],
    pods: [[serverLine({ ...cutOff, took: 100 })]],
    told: { requests: ["504: 1 sent, 1 delivered, none"], sends: ["1 delivered 0 payments-1"] },
  },
  {
    name: "a send that the proxy reset before it had a connection to the application never arrived",
    calls: [clientLine({ attempts: 2, took: 150 })],
    // Where a pod never tells the address of its own end, that one is missing proves nothing.
    pods: [
      [serverLine({ ...cutOff, took: 0, own: "-" }), serverLine({ method: "GET", path: "/healthz", id: idOf(1) })],
      [serverLine({ pod: 2, at: 110, ordinal: 2 })],
    ],
    told: {
      requests: ["201: 2 sent, 1 delivered, harmless"],
      sends: ["1 not_reached 0 payments-1", "2 answered 201 payments-2"],
    },
  },
  {
    name: "a cut send can end a while after the proxy that cut it has answered",
    calls: [clientLine({ ...perTryTimeout, attempts: 2, took: 205 })],
    pods: sendsOf([
      { ...cutOff, at: 1, took: 120 },
      { ...cutOff, at: 104, took: 257 },
    ]),
    told: {
      requests: ["504: 2 sent, 2 delivered, confirmed unknown"],
      sends: ["1 delivered 0 payments-1", "2 delivered 0 payments-2"],
    },
  },
  {
    name: "S11: a caller that gave up is one send, and nobody knows more",
    calls: [clientLine({ ...cutOff, took: 3000 })],
    pods: [[serverLine({ ...cutOff, took: 2998 })]],
    told: { requests: ["0: 1 sent, 1 delivered, none"], sends: ["1 delivered 0 payments-1"] },
  },
  {
    name: "S12: the route's timeout alone sends nothing again",
    calls: [clientLine({ code: 504, flags: "UT", details: "response_timeout", took: 2000 })],
    pods: [[serverLine({ ...cutOff, took: 1999 })]],
    told: { requests: ["504: 1 sent, 1 delivered, none"], sends: ["1 delivered 0 payments-1"] },
  },
  {
    name: "S12: the route's timeout ends the second send, after the first was answered 503",
    calls: [clientLine({ code: 504, flags: "UT", details: "response_timeout", took: 2000, attempts: 2 })],
    pods: sendsOf([
      { code: 503, at: 1, took: 20 },
      { ...cutOff, at: 40, took: 1960 },
    ]),
    told: {
      requests: ["504: 2 sent, 2 delivered, confirmed unknown"],
      sends: ["1 answered 503 payments-1", "2 delivered 0 payments-2"],
    },
  },
];
