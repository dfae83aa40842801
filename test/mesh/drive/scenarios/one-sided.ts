import { answers, ends, guarded, plan } from "../../app/plan.ts";
import { newRequestId } from "../../app/registry.ts";
import { post } from "../lab.ts";
import { course, once, type Scenario } from "../scenario.ts";

/** Places where only one side logs: applications without a sidecar, and server sidecars behind proxies that nobody logs. */
export const oneSided: readonly Scenario[] = [
  once(
    "client-only-timeout",
    "no server sidecar: sends cut at 100 ms, seen at the gateway alone",
    ({ channels, random }) => {
      const slow = answers(201, random.between(125, 180));
      return {
        by: channels.gateway,
        target: post("/legacy/orders"),
        plan: plan(slow, random.chance(0.5) ? slow : answers(201, 20), answers(201, 20)),
      };
    },
  ),
  once("client-only-reset", "no server sidecar: a connection that dies under 5xx, to the end", ({ channels }) => ({
    by: channels.gateway,
    target: post("/legacy/items"),
    plan: plan(ends("cut-before-headers", 30)),
  })),
  once(
    "client-only-503-unmatched",
    'no server sidecar: "503" does not match a reset that this proxy itself turns into 503',
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/legacy/forms"),
      plan: plan(ends("cut-before-headers", 30), answers(201, 10)),
    }),
  ),
  once(
    "client-only-reset-before-request",
    "no server sidecar: reset-before-request does not cover a close after the headers",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/legacy/uploads"),
      plan: plan(ends("drop", 0), answers(201, 10)),
    }),
  ),
  once("client-only-cut-response", "no server sidecar: the response breaks off", ({ channels }) => ({
    by: channels.gateway,
    target: post("/legacy/items"),
    plan: plan(ends("cut-after-headers", 15)),
  })),
  once("s14-refused-once", "S14: a refused stream and then success", ({ channels }) => ({
    by: channels.gateway,
    target: post("/stream/events"),
    plan: plan(ends("refuse", 0), answers(201, 12)),
  })),
  once("s14-refused-always", "S14: every stream is refused", ({ channels }) => ({
    by: channels.gateway,
    target: post("/stream/events"),
    plan: plan(ends("refuse", 0)),
  })),
  once(
    "stream-reset",
    'HTTP/2 without a sidecar: the application commits and resets the stream; "reset" sends again',
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/stream/events"),
      plan: plan(ends("reset-stream", 20), answers(201, 12)),
    }),
  ),
  once("stream-reset-default", "the same under the default policy: one send", ({ channels }) => ({
    by: channels.gateway,
    target: post("/stream/publish"),
    plan: plan(ends("reset-stream", 20)),
  })),
  once(
    "server-only-success",
    "behind a proxy that nobody logs: one send",
    ({ channels, random }) => ({
      by: channels.edge,
      target: post("/accounts"),
      plan: plan(answers(201, random.between(5, 60))),
    }),
    2,
  ),
  once("server-only-timeout", "behind a proxy that nobody logs: sends cut at 100 ms", ({ channels, random }) => {
    const slow = answers(201, random.between(125, 180));
    return {
      by: channels.edge,
      target: post("/accounts"),
      plan: guarded("conflict", plan(slow, random.chance(0.5) ? slow : answers(201, 20), answers(201, 20))),
    };
  }),
  once("server-only-503", "behind a proxy that nobody logs: 503 and sent again", ({ channels }) => ({
    by: channels.edge,
    target: post("/accounts/closures"),
    plan: plan(answers(503, 12, { commitMs: 6 }), answers(201, 12)),
  })),
  once("server-only-hedged", "behind a proxy that nobody logs: hedging", ({ channels, random }) => ({
    by: channels.edge,
    target: post("/accounts/quotes"),
    plan: plan(answers(201, random.between(120, 300)), answers(201, random.between(60, 150))),
  })),
  course(
    "server-only-balancer",
    "a load balancer without a log sends a POST again to the pod after its connection broke",
    async ({ channels, logical, issue }) => {
      const by = channels.direct("orders");
      const request = logical(by, post("/orders"), plan(ends("cut-before-headers", 20), answers(201, 12)));
      const requestId = newRequestId();
      const { status } = await issue(by, request, { requestId });
      if (status >= 500) await issue(by, request, { requestId });
    },
  ),
];
