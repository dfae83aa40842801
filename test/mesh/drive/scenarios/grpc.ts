import { answers, ends, plan, type Plan } from "../../app/plan.ts";
import { once, type Scenario, type Single } from "../scenario.ts";
import type { Lab } from "../lab.ts";

/** gRPC calls of a workload through its sidecar, under Istio's default policy. */
export const grpc: readonly Scenario[] = [
  grpcCall("grpc-ok", "a call that succeeds", () => plan(answers(0, 15))),
  grpcCall(
    "grpc-unavailable",
    "UNAVAILABLE as a trailers-only response, after a commit: sent again by the default policy",
    () => plan(answers(14, 15, { commitMs: 8 }), answers(0, 15)),
  ),
  grpcCall("grpc-unavailable-exhausted", "the same until the retries are used up", () =>
    plan(answers(14, 8, { commitMs: 4 })),
  ),
  grpcCall("grpc-unavailable-in-trailers", "UNAVAILABLE in trailers behind a message: not sent again", () =>
    plan({ ...answers(14, 15, { commitMs: 8 }), ending: "trailers" }),
  ),
  grpcCall("grpc-other-error", "ALREADY_EXISTS: not sent again", () => plan(answers(6, 10))),
  grpcCall(
    "grpc-reset-after-commit",
    "the application commits and resets its stream: its sidecar makes UNAVAILABLE of it, which is sent again",
    () => plan(ends("reset-stream", 20, { commitMs: 10 }), { ...answers(0, 15), commitMs: 7 }),
  ),
  grpcCall("grpc-refused", "the application refuses the stream: nothing ran", () =>
    plan(ends("refuse", 0), answers(0, 15)),
  ),
];

function grpcCall(id: string, about: string, make: (lab: Lab) => Plan): Scenario {
  const single = (lab: Lab): Single => ({
    by: lab.channels.batch,
    target: { service: "ledger", method: "POST", path: "/ledger.v1.Ledger/Append" },
    plan: make(lab),
    manner: { headers: { "user-agent": "grpc-go/1.62.0" } },
  });
  return once(id, `gRPC: ${about}`, single);
}
