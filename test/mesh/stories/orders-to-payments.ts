import { answers, call, calling, guarded, plan, type Plan } from "../app/plan.ts";
import type { Manner } from "../drive/issue.ts";
import { post } from "../drive/lab.ts";
import type { Random } from "../drive/random.ts";
import { once } from "../drive/scenario.ts";
import { everyday } from "./everyday.ts";
import { stream, type Story } from "./story.ts";

/** Orders differ in length. */
const sized = (random: Random): Partial<Manner> => ({ bodyBytes: random.between(160, 900) });
const isUp = (ms: number): Plan => plan(answers(201, ms));
const isUnavailable = (ms: number): Plan => plan(answers(503, ms));

const orders = once("orders", "POST /orders, which calls payments", ({ channels, random }) => ({
  by: channels.gateway,
  target: post("/orders"),
  manner: sized(random),
  plan: calling(plan(answers(201, 12)), call("payments", "/payments", isUp(random.between(12, 60)))),
}));

const failingOrders = once(
  "failing-orders",
  "POST /orders: payments answers 503, orders 500",
  ({ channels, random }) => ({
    by: channels.gateway,
    target: post("/orders"),
    manner: sized(random),
    plan: calling(plan(answers(201, 12)), call("payments", "/payments", isUnavailable(random.between(5, 30)))),
  }),
);

const laterOrders = once(
  "later-orders",
  "POST /orders: payments answers 503, orders takes the order and will pay later",
  ({ channels, random }) => ({
    by: channels.gateway,
    target: post("/orders"),
    manner: sized(random),
    plan: calling(
      plan(answers(202, 12)),
      call("payments", "/payments", isUnavailable(random.between(5, 30)), { onFailure: "ignore" }),
    ),
  }),
);

const brokenOrders = once("broken-orders", "POST /orders: 500 for a reason of its own", ({ channels, random }) => ({
  by: channels.gateway,
  target: post("/orders"),
  manner: sized(random),
  plan: plan(answers(500, random.between(8, 20))),
}));

/** Orders stores the order before it asks for the money, and fails when it finds the order there. */
const stored = (ms: number): Plan => ({
  ...guarded("error", plan(answers(201, ms, { commitMs: 5 }))),
  commitsFirst: true,
});

const checkouts = once("checkouts", "POST /orders/checkout, which calls payments", ({ channels, random }) => ({
  by: channels.gatewayTls,
  target: post("/orders/checkout"),
  manner: sized(random),
  plan: calling(stored(18), call("payments", "/payments/authorizations", isUp(random.between(12, 60)))),
}));

const failingCheckouts = once(
  "failing-checkouts",
  "POST /orders/checkout: payments answers 503 and so does orders; sent again, orders finds its own order and answers 500",
  ({ channels, random }) => ({
    by: channels.gatewayTls,
    target: post("/orders/checkout"),
    manner: sized(random),
    plan: calling(
      stored(18),
      call("payments", "/payments/authorizations", isUnavailable(random.between(5, 30)), { onFailure: 503 }),
    ),
  }),
);

/** A 503 becomes a 500 in both ways: across hops, and on one hop. */
export const ordersToPayments: Story = {
  id: "orders-to-payments",
  about:
    "payments answers 503 for a minute; POST /orders makes 500 of it, and POST /orders/checkout is sent again and meets its own order",
  seed: 14,
  streams: [
    stream(orders, 0, 58, 10),
    stream(failingOrders, 60, 120, 11),
    stream(laterOrders, 60, 120, 4),
    stream(brokenOrders, 0, 180, 3),
    stream(orders, 122, 180, 9),
    stream(checkouts, 0, 58, 6),
    stream(failingCheckouts, 60, 120, 7),
    stream(checkouts, 122, 180, 6),
    stream(everyday("reading", ["GET /orders/{id}", "GET /payments/history"], 150), 0, 180, 26),
  ],
  format: "istio-json",
  collected: ["gateway", "orders", "payments"],
  hasOtherLines: true,
};
