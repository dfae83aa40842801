import { answers, ends, plan } from "../app/plan.ts";
import { post } from "../drive/lab.ts";
import { once } from "../drive/scenario.ts";
import { everyday } from "./everyday.ts";
import { stream, type Story } from "./story.ts";

const legacyOrders = once(
  "legacy-orders",
  "POST /legacy/orders, cut at 100 ms and sent again",
  ({ channels, random }) => {
    const ms = random.chance(0.75) ? random.between(15, 80) : random.between(115, 220);
    const slow = answers(201, ms, { commitMs: ms - 10 });
    return {
      by: channels.gateway,
      target: post("/legacy/orders"),
      plan: plan(slow, random.chance(0.7) ? answers(201, 30) : slow, random.chance(0.7) ? answers(201, 30) : slow),
      manner: { bodyBytes: random.between(120, 400) },
    };
  },
);

const refusedOnce = once("refused-once", "POST /stream/events, refused and sent again", ({ channels }) => ({
  by: channels.gateway,
  target: post("/stream/events"),
  plan: plan(ends("refuse", 0), answers(201, 14)),
}));

const neverArriving = once("never-arriving", "POST /accounts/gone, where nobody listens", ({ channels }) => ({
  by: channels.gateway,
  target: post("/accounts/gone"),
  plan: plan(answers(201, 15)),
}));

/** Only the gateway was asked for its log: what arrived cannot be told. */
export const clientSideOnly: Story = {
  id: "client-side-only",
  about: "only the gateway's log was kept: it says how often it sent, and no line says what arrived",
  seed: 16,
  streams: [
    stream(legacyOrders, 0, 150, 60),
    stream(refusedOnce, 0, 150, 5),
    stream(neverArriving, 0, 150, 8),
    stream(everyday("legacy", ["GET /legacy/menu", "POST /legacy/items"], 180), 0, 150, 70),
    stream(everyday("elsewhere", ["GET /orders/{id}", "POST /orders", "GET /accounts/{id}"], 180), 0, 150, 60),
  ],
  format: "attempts-json",
  collected: ["gateway"],
};
