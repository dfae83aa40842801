import { clientLine, serverLine, type Line } from "../../helpers/lines.ts";
import type { Scenario } from "./scenario.ts";

const call = { path: "/payments.Payments/Pay", protocol: "HTTP/2", code: 200, grpcStatus: 0 } as const;
const asked = (values: Partial<Line>): Line => clientLine({ ...call, ...values });
const got = (values: Parameters<typeof serverLine>[0]): Line => serverLine({ ...call, ...values });
const reset = {
  flags: "UR",
  details: "upstream_reset_before_response_started{remote_reset}",
  grpcStatus: 14,
  sent: 0,
} as const;
const unavailable = { grpcStatus: 14, sent: 0 } as const;
const portClosed = {
  flags: "UF",
  details: "upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_111}",
  own: "-",
  grpcStatus: 14,
  sent: 0,
} as const;

/** gRPC, whose failures are answers 200: retry-semantics 6.4 and 13.1 row 11. */
export const grpc: readonly Scenario[] = [
  {
    name: "gRPC: a stream that the application reset had been delivered, though its line says 200",
    calls: [asked({ attempts: 2, took: 90 })],
    pods: [[got({ ...reset, took: 30 })], [got({ pod: 2, at: 50, ordinal: 2 })]],
    told: {
      requests: ["200: 2 sent, 2 delivered, confirmed unknown"],
      sends: ["1 delivered 200 payments-1", "2 answered 200 payments-2"],
    },
  },
  {
    name: "gRPC: UNAVAILABLE in the headers is an answer, but no success",
    calls: [asked({ attempts: 2, took: 90 })],
    pods: [[got({ ...unavailable, took: 30 })], [got({ pod: 2, at: 50, ordinal: 2 })]],
    told: {
      requests: ["200: 2 sent, 2 delivered, confirmed unknown"],
      sends: ["1 answered 200 payments-1", "2 answered 200 payments-2"],
    },
  },
  {
    name: "gRPC: UNAVAILABLE again and again is a later send that failed",
    calls: [asked({ ...unavailable, flags: "URX", attempts: 2, took: 90 })],
    pods: [[got({ ...unavailable, took: 30 })], [got({ ...unavailable, pod: 2, at: 50, ordinal: 2 })]],
    told: {
      requests: ["200: 2 sent, 2 delivered, confirmed failed_after"],
      sends: ["1 answered 200 payments-1", "2 answered 200 payments-2"],
    },
  },
  {
    name: "gRPC: two answers with status 0 took effect twice",
    calls: [asked({ attempts: 2, took: 150 })],
    pods: [[got({ took: 100 })], [got({ pod: 2, at: 110, ordinal: 2 })]],
    told: {
      requests: ["200: 2 sent, 2 delivered, confirmed twice"],
      sends: ["1 answered 200 payments-1", "2 answered 200 payments-2"],
    },
  },
  {
    name: "gRPC: a closed port is three answers 200 of the sidecar, and nothing arrived",
    calls: [asked({ flags: "URX", attempts: 3, took: 93, grpcStatus: 14 })],
    pods: [
      [got({ ...portClosed, at: 5, took: 1 }), got({ ...portClosed, at: 39, took: 1, ordinal: 3 })],
      [got({ ...portClosed, pod: 2, at: 17, took: 1, ordinal: 2 })],
    ],
    told: {
      requests: ["200: 3 sent, 0 delivered, harmless"],
      sends: ["1 not_reached 200 payments-1", "2 not_reached 200 payments-2", "3 not_reached 200 payments-1"],
    },
  },
];
