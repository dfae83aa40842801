import { answers, guarded, plan } from "../../app/plan.ts";
import { post } from "../lab.ts";
import { once, type Scenario } from "../scenario.ts";

/** S1, S4, S5 and the first pattern of section 8: what applications answer, and what a policy makes of it. */
export const answersOfApplications: readonly Scenario[] = [
  once("s01-success", "S1: POST answered at once", ({ channels, random }) => ({
    by: channels.gateway,
    target: post("/orders"),
    plan: plan(answers(201, random.between(5, 60))),
  })),
  once(
    "s04-exhausted-on-answers",
    "S4: every send commits and is answered 503 until the retries are used up",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/closures"),
      plan: plan(answers(503, 12, { commitMs: 6 })),
    }),
  ),
  once("s05-app-503", "S5: the application commits, answers 503, and a later send succeeds", ({ channels, random }) => {
    const failing = answers(503, random.between(5, 30), { commitMs: 3 });
    return {
      by: channels.gateway,
      target: post("/accounts/closures"),
      plan: plan(failing, random.chance(0.3) ? failing : answers(201, 10), answers(201, 10)),
    };
  }),
  once(
    "s05-app-503-shed",
    "S5: the application starts, sheds the load with 503 without any effect, and a later send succeeds",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/closures"),
      plan: plan(answers(503, 1), answers(201, 10)),
    }),
  ),
  once(
    "s05-default-policy",
    "S5 under the default policy since 1.24: an application that answers 503 is not asked again",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/orders"),
      plan: plan(answers(503, 8, { commitMs: 4 })),
    }),
  ),
  once("s05-listed-503", 'S5: "503" in retryOn matches what the application answered', ({ channels }) => ({
    by: channels.gateway,
    target: post("/accounts/statements"),
    plan: plan(answers(503, 8, { commitMs: 4 }), answers(201, 9)),
  })),
  once(
    "conflict-retried",
    "retriable-4xx: the first send commits and is cut, 409 meets the others and is itself sent again",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/holders"),
      plan: guarded("conflict", plan(answers(503, 15, { commitMs: 8 }), answers(201, 10))),
    }),
  ),
  once(
    "unavailable-then-500",
    "section 8 (i): a 503 after the commit, and the next send meets its own first effect with 500",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/closures"),
      plan: plan(answers(503, 20, { commitMs: 10 }), answers(500, 9)),
    }),
  ),
  once(
    "uneven-v2",
    "one version fails three times in ten and its sibling hardly ever",
    ({ channels, random }) => {
      const isNew = random.chance(0.5);
      const first = random.chance(isNew ? 0.3 : 0.02) ? answers(503, 12) : answers(201, 12);
      return {
        by: channels.gateway,
        target: post(isNew ? "/payments/v2/settle" : "/payments/v1/settle"),
        plan: plan(first, answers(201, 12)),
      };
    },
    2,
  ),
  once("fault-abort", "an injected 503 before any send, which the same proxy never sends again", ({ channels }) => ({
    by: channels.gateway,
    target: post("/accounts/aborted"),
    plan: plan(answers(201, 12)),
  })),
  once(
    "denied",
    "the server sidecar denies the request, and a route that lists 403 asks three times",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/forbidden"),
      plan: plan(answers(201, 12)),
    }),
  ),
  once(
    "body-over-buffer",
    "a body larger than the retry buffer: the 503 is not sent again and no flag says why",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/documents"),
      plan: plan(answers(503, 10, { commitMs: 5 }), answers(201, 10)),
      manner: { bodyBytes: 100_000 },
    }),
  ),
  once(
    "body-outgrows-buffer",
    "an early 503 starts the back-off while the body still comes, and the buffer overflows: 507",
    ({ channels, random }) => ({
      by: channels.gateway,
      target: post("/accounts/documents"),
      plan: plan({ ...answers(503, 2), ending: "answer-early" }, answers(201, 10)),
      manner: { bodyBytes: 200_000, uploadMs: random.between(60, 120) },
    }),
  ),
  once("early-answer", "the application answers 422 while the body is still on its way", ({ channels, random }) => ({
    by: channels.gateway,
    target: post("/orders"),
    plan: plan({ ...answers(422, 2), ending: "answer-early" }),
    manner: { bodyBytes: 100_000, uploadMs: random.between(80, 160) },
  })),
  once(
    "slow-upload",
    "an upload slower than perTryTimeout is one send: the timer starts when the body is complete",
    ({ channels, random }) => ({
      by: channels.gateway,
      target: post("/accounts"),
      plan: plan(answers(201, 20)),
      manner: { bodyBytes: 4000, uploadMs: random.between(150, 300) },
    }),
  ),
  once(
    "client-retry-headers",
    "an outside caller asks for retries in x-envoy- headers, which the gateway strips",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/orders"),
      plan: plan(answers(503, 9, { commitMs: 4 }), answers(201, 9)),
      manner: { headers: { "x-envoy-retry-on": "5xx", "x-envoy-max-retries": "5" } },
    }),
  ),
];
