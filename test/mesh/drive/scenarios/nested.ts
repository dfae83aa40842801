import { answers, call, calling, plan } from "../../app/plan.ts";
import { post } from "../lab.ts";
import { once, type Scenario } from "../scenario.ts";

/** Layers that retry one inside the other, and failures that change their status on the way out. */
export const nested: readonly Scenario[] = [
  once(
    "nested-3x3",
    "gateway and sidecar both try three times: nine executions at payments, three at orders",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/orders/checkout"),
      plan: calling(
        plan(answers(201, 5)),
        call("payments", "/payments/charges", plan(answers(503, 8, { commitMs: 4 })), { onFailure: 503 }),
      ),
    }),
  ),
  once(
    "nested-4x4",
    "gateway and sidecar both try four times: sixteen executions at payments",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/orders/bulk"),
      plan: calling(
        plan(answers(201, 3)),
        call("payments", "/payments/bulk", plan(answers(500, 5, { commitMs: 2 })), { onFailure: 500 }),
      ),
    }),
    0.5,
  ),
  once(
    "nested-inner-recovers",
    "only the inner layer has to try again: one execution at orders, two at payments",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/orders/checkout"),
      plan: calling(
        plan(answers(201, 5)),
        call("payments", "/payments/charges", plan(answers(503, 8, { commitMs: 4 }), answers(201, 8))),
      ),
    }),
  ),
  once(
    "callee-503-becomes-500",
    "section 8 (ii): the callee answers 503, the application turns it into 500",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/orders"),
      plan: calling(plan(answers(201, 5)), call("payments", "/payments", plan(answers(503, 10)))),
    }),
  ),
  once(
    "callee-refused-becomes-500",
    "section 8 (ii): the callee cannot be reached, the application turns 503 UF into 500",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/orders"),
      plan: calling(plan(answers(201, 5)), call("accounts", "/accounts/gone", plan(answers(201, 10)))),
    }),
  ),
  once("s16-fan-out", "S16: one request makes three different calls under its id, side by side", ({ channels }) => ({
    by: channels.gateway,
    target: post("/orders"),
    plan: calling(
      plan(answers(201, 5)),
      call("payments", "/payments", plan(answers(201, 20))),
      call("accounts", "/accounts/reservations", plan(answers(201, 25)), { isParallel: true }),
      call("oauth", "/oauth/introspect", plan(answers(200, 10)), { isParallel: true }),
    ),
  })),
  once(
    "s16-fan-out-one-path",
    "S16: one request books three lines, the same path each time, under its id",
    ({ channels, random }) => {
      const line = (nth: number): ReturnType<typeof call> =>
        call("payments", "/payments/lines", plan(answers(201, random.between(10, 40))), {
          isParallel: nth > 1 && random.chance(0.5),
          key: `line-${nth}`,
        });
      return {
        by: channels.gateway,
        target: post("/orders"),
        plan: calling(plan(answers(201, 5)), line(1), line(2), line(3)),
      };
    },
  ),
  once("s16-retry-inside-fan-out", "S16: of three calls one is sent again by the sidecar", ({ channels }) => ({
    by: channels.gateway,
    target: post("/orders"),
    plan: calling(
      plan(answers(201, 5)),
      call("payments", "/payments/charges", plan(answers(503, 20, { commitMs: 9 }), answers(201, 15))),
      call("accounts", "/accounts/reservations", plan(answers(201, 25)), { isParallel: true }),
      call("oauth", "/oauth/introspect", plan(answers(200, 10)), { isParallel: true }),
    ),
  })),
];
