import { setTimeout as pause } from "node:timers/promises";
import { answers, plan } from "../app/plan.ts";
import { post } from "../drive/lab.ts";
import { course, once } from "../drive/scenario.ts";
import { istioDefaultRetries, routes, type Route } from "../topology/routes.ts";
import { everyday } from "./everyday.ts";
import { stream, type Story } from "./story.ts";

const refunds = once("refunds", "POST /payments/refunds", ({ channels, random }) => ({
  by: random.pick([channels.gateway, channels.gatewayTls]),
  target: post("/payments/refunds"),
  plan: plan(answers(201, random.between(15, 80))),
  manner: { bodyBytes: random.between(120, 260) },
}));

const repeatedRefunds = course(
  "repeated-refunds",
  "POST /payments/refunds by a caller that sends it once more after a failure",
  async ({ channels, random, logical, issue }) => {
    const request = logical(channels.gateway, post("/payments/refunds"), plan(answers(201, random.between(15, 80))));
    const { status } = await issue(channels.gateway, request);
    if (status < 500) return;
    await pause(random.between(500, 2000));
    await issue(channels.gateway, request);
  },
);

/** The routes with one for refunds that leads to this subset. */
function refundsTo(subset: string): readonly Route[] {
  const route: Route = {
    name: "payments-refunds",
    service: "payments",
    subset,
    prefix: "/payments/refunds",
    isExact: false,
    method: null,
    retries: istioDefaultRetries,
    timeoutMs: 0,
  };
  return [route, ...routes];
}

/** Many failures and as many retries, none of which an application ever saw. */
export const tlsFailures: Story = {
  id: "tls-failures",
  about:
    "refunds are led to pods without a sidecar while the DestinationRule says ISTIO_MUTUAL: every handshake fails, three times each",
  seed: 15,
  streams: [
    stream(refunds, 0, 70, 24),
    stream(refunds, 70, 145, 105),
    stream(repeatedRefunds, 75, 138, 12),
    stream(refunds, 145, 220, 26),
    stream(everyday("paying", ["POST /payments", "GET /payments/{id}"], 160), 0, 220, 60),
    stream(everyday("elsewhere", ["GET /orders/{id}", "POST /orders"], 160), 0, 220, 40),
  ],
  routesFrom: [
    { at: 0, routes: refundsTo("v1") },
    { at: 70, routes: refundsTo("v3") },
    { at: 145, routes: refundsTo("v1") },
  ],
  format: "istio-text",
  collected: ["gateway", "payments"],
};
