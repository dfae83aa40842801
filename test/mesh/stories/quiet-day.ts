import { answers, plan } from "../app/plan.ts";
import { to } from "../drive/lab.ts";
import { once, type Scenario } from "../drive/scenario.ts";
import { scenarios } from "../drive/scenarios/index.ts";
import { everyday } from "./everyday.ts";
import { stream, type Story } from "./story.ts";

/** What applications refuse for good reasons, and do not do. */
const refusals = once("refusals", "requests that are refused for good reasons", ({ channels, random }) => {
  const [method, path, status] = random.pick<readonly [string, string, number]>([
    ["GET", "/orders/4711", 404],
    ["POST", "/orders", 422],
    ["POST", "/accounts", 409],
    ["POST", "/oauth/token", 401],
  ]);
  return { by: channels.gateway, target: to(method, path), plan: plan(answers(status, random.between(5, 25))) };
});

const writing = once("writing", "methods that may be repeated", ({ channels, random }) => ({
  by: channels.gatewayTls,
  target: to(random.pick(["PUT", "DELETE"]), `/orders/${random.between(1000, 9999)}`),
  plan: plan(answers(200, random.between(8, 60))),
}));

/** A scenario of the laboratory. */
function known(id: string): Scenario {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found === undefined) throw new Error(`no scenario "${id}"`);
  return found;
}

/** Nothing is wrong, but some of it looks as if. */
export const quietDay: Story = {
  id: "quiet-day",
  about:
    "nothing is wrong; some of it looks like it: polling, batches under one id, fan-out, the same POST by two clients",
  seed: 12,
  streams: [
    stream(everyday("reading", ["GET /accounts/{id}", "GET /orders/{id}", "GET /payments/history"], 300), 0, 300, 70),
    // On these routes a send is cut at 100 ms.
    stream(everyday("quick-posts", ["POST /accounts", "POST /oauth/token"], 45), 0, 300, 50),
    stream(everyday("posts", ["POST /orders", "POST /payments", "POST /profiles"], 250), 0, 300, 60),
    stream(refusals, 0, 300, 16),
    stream(writing, 0, 300, 12),
    stream(known("s16-fan-out"), 0, 300, 10),
    stream(known("s16-fan-out-one-path"), 0, 300, 6),
    stream(known("polling-get"), 0, 280, 3),
    stream(known("polling-post"), 0, 280, 3),
    stream(known("same-post-twice"), 0, 300, 6),
    stream(known("loop-one-id"), 0, 280, 4),
    stream(known("health-check"), 0, 300, 12),
  ],
  format: "envoy-text",
  collected: [""],
};
