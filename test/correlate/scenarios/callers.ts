import { clientLine, serverLine, type Line } from "../../helpers/lines.ts";
import type { Scenario } from "./scenario.ts";

const seconds = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index * 1000);
const loop = (made: (at: number) => Line): Line[] => seconds(20).map(made);

/** Several calls with one id: S15, S16, loops, redirects, mirrors. */
export const callers: readonly Scenario[] = [
  {
    name: "S15: an application that calls again after a delivered call failed probably had it run twice",
    calls: [clientLine({ code: 503, took: 30 }), clientLine({ at: 60 })],
    pods: [[serverLine({ code: 503, took: 28 }), serverLine({ at: 61 })]],
    told: {
      requests: ["503: 1 sent, 1 delivered, none", "201: 1 sent, 1 delivered, probable unknown"],
      sends: ["1 answered 503 payments-1", "1 answered 201 payments-1"],
    },
  },
  {
    name: "S15: an application that calls again, where only its own side logged, possibly had it run twice",
    calls: [
      clientLine({ code: 503, flags: "UC", details: "upstream_reset_before_response_started{connection_termination}" }),
      clientLine({ at: 60 }),
    ],
    pods: [],
    told: {
      requests: ["503: 1 sent, 0 delivered, none", "201: 1 sent, 0 delivered, possible"],
      sends: ["1 unknown 503 caller", "1 unknown 201 caller"],
    },
  },
  {
    name: "an application that calls again after a call that never arrived did no harm",
    calls: [
      clientLine({
        code: 503,
        flags: "UF",
        details: "upstream_reset_before_response_started{remote_connection_failure}",
        own: "-",
        took: 30,
      }),
      clientLine({ at: 60 }),
    ],
    pods: [[serverLine({ at: 61 })]],
    told: {
      requests: ["503: 1 sent, 0 delivered, none", "201: 1 sent, 1 delivered, none"],
      sends: ["1 not_reached 503 caller", "1 answered 201 payments-1"],
    },
  },
  {
    name: "S16: different calls with one id, at one time, are a fan-out",
    calls: [clientLine(), clientLine({ at: 2, path: "/receipts", own: "10.0.1.1:40002" })],
    pods: [[serverLine(), serverLine({ at: 3, path: "/receipts", peer: "10.0.1.1:40002" })]],
    told: {
      requests: ["201: 1 sent, 1 delivered, none", "201: 1 sent, 1 delivered, none"],
      sends: ["1 answered 201 payments-1", "1 answered 201 payments-1"],
    },
  },
  {
    name: "S16: equal calls with one id, at one time and with different bodies, are a fan-out",
    calls: [clientLine({ received: 100 }), clientLine({ at: 2, received: 180, own: "10.0.1.1:40002" })],
    pods: [[serverLine({ received: 100 }), serverLine({ at: 3, received: 180, peer: "10.0.1.1:40002" })]],
    told: {
      requests: ["201: 1 sent, 1 delivered, none", "201: 1 sent, 1 delivered, none"],
      sends: ["1 answered 201 payments-1", "1 answered 201 payments-1"],
    },
  },
  {
    name: "a loop that reuses one id is many calls of one send",
    calls: loop((at) => clientLine({ at })),
    pods: [loop((at) => serverLine({ at: at + 1 }))],
    told: {
      requests: loop((at) => clientLine({ at })).map(() => "201: 1 sent, 1 delivered, none"),
      sends: loop((at) => clientLine({ at })).map(() => "1 answered 201 payments-1"),
    },
  },
  {
    name: "a mirrored copy is nobody's second send",
    calls: [clientLine()],
    pods: [
      [serverLine()],
      [serverLine({ pod: 2, authority: "payments.prod-shadow", peer: "10.0.1.1:0", forwardedFor: "10.0.1.1" })],
    ],
    told: { requests: ["201: 1 sent, 1 delivered, none"], sends: ["1 answered 201 payments-1"] },
  },
  {
    name: "a mirrored copy is known by its authority also where that has a port",
    calls: [clientLine()],
    pods: [[serverLine()], [serverLine({ pod: 2, authority: "payments.prod-shadow:8080", peer: "10.0.1.1:0" })]],
    told: { requests: ["201: 1 sent, 1 delivered, none"], sends: ["1 answered 201 payments-1"] },
  },
];
