import { setTimeout as pause } from "node:timers/promises";
import { answers, guarded, plan } from "../../app/plan.ts";
import { newRequestId } from "../../app/registry.ts";
import { post, to } from "../lab.ts";
import { course, once, type Scenario } from "../scenario.ts";

/** Section 6.3: what looks like a request sent again and is none, or does no harm. */
export const lookAlikes: readonly Scenario[] = [
  course(
    "loop-one-id",
    "a batch job that sends different POSTs, one after the other, all under one id",
    async ({ channels, random, send }) => {
      const requestId = newRequestId();
      for (let nth = 0; nth < 8; nth += 1) {
        await send(channels.batch, post("/payments/entries"), plan(answers(201, random.between(5, 30))), { requestId });
        await pause(random.between(0, 40));
      }
    },
    0.5,
  ),
  course(
    "loop-one-id-retried",
    "the same loop where one of the POSTs is cut by perTryTimeout and sent again",
    async ({ channels, random, send }) => {
      const requestId = newRequestId();
      const unlucky = random.between(1, 4);
      for (let nth = 0; nth < 6; nth += 1) {
        const steps =
          nth === unlucky ? plan(answers(201, 140), answers(201, 20)) : plan(answers(201, random.between(5, 30)));
        await send(channels.batch, post("/payments/captures"), steps, { requestId });
      }
    },
    0.5,
  ),
  once(
    "reused-id",
    "a client library that sends one fixed text as the id of everything",
    ({ channels, random }) => ({
      by: channels.batch,
      target: post("/orders/exports"),
      plan: plan(answers(201, random.between(5, 40))),
      manner: { requestId: "nightly-export" },
    }),
    2,
  ),
  once("client-chosen-id", "an outside client brings an id; the gateway replaces it", ({ channels }) => ({
    by: channels.gateway,
    target: post("/orders"),
    plan: plan(answers(201, 12)),
    manner: { requestId: "11111111-2222-4333-8444-555555555555" },
  })),
  course(
    "polling-get",
    "a client polls with GET",
    async ({ channels, send }) => {
      for (let nth = 0; nth < 6; nth += 1) {
        await send(channels.gateway, to("GET", "/orders/42/state"), plan(answers(200, 6)));
        await pause(250);
      }
    },
    0.3,
  ),
  course(
    "polling-post",
    "a client polls with POST",
    async ({ channels, send }) => {
      for (let nth = 0; nth < 6; nth += 1) {
        await send(channels.gateway, post("/orders/search"), plan(answers(200, 6)));
        await pause(250);
      }
    },
    0.3,
  ),
  course("preflight", "a browser asks with OPTIONS before its POST", async ({ channels, send }) => {
    await send(channels.gatewayHttp2, to("OPTIONS", "/accounts"), plan(answers(204, 1)), { bodyBytes: 0 });
    await send(channels.gatewayHttp2, post("/accounts"), plan(answers(201, 15)));
  }),
  once(
    "health-check",
    "kubelet looks in, past every client-side proxy",
    ({ channels, random }) => {
      const service = random.pick(["accounts", "orders"]);
      return {
        by: channels.direct(service),
        target: { service, method: "GET", path: "/healthz/ready" },
        plan: plan(answers(200, 1)),
        manner: { headers: { "user-agent": "kube-probe/1.29" } },
      };
    },
    2,
  ),
  once(
    "mirrored",
    "a mirroring route sends a copy to another version: same id, authority with -shadow",
    ({ channels, random }) => ({
      by: channels.gateway,
      target: post("/payments/shadowed"),
      plan: plan(answers(201, random.between(10, 40))),
    }),
  ),
  once(
    "internal-redirect",
    "the gateway follows a 307 by itself: two lines, one start time, each application once",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/moved"),
      plan: plan(
        { ...answers(307, 8), commitMs: null, location: "http://api.example.com/oauth/moved" },
        answers(201, 10),
      ),
    }),
  ),
  course(
    "redirect-307",
    "the client follows a 307 and posts again to another path",
    async ({ channels, logical, issue }) => {
      const first = logical(
        channels.gateway,
        post("/orders"),
        plan({ ...answers(307, 8), commitMs: null, location: "/orders/v2" }),
      );
      const { location } = await issue(channels.gateway, first);
      if (location !== null)
        await issue(channels.gateway, logical(channels.gateway, post(location), plan(answers(201, 12))));
    },
  ),
  once(
    "idempotency-key",
    "a retried POST with an idempotency key: two executions, one effect, the same answer",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/closures"),
      plan: guarded("replay", plan(answers(503, 15, { commitMs: 8 }), answers(201, 12))),
      manner: { headers: { "idempotency-key": newRequestId() } },
    }),
  ),
  course(
    "same-post-twice",
    "two clients post the same path at the same moment: two requests",
    async ({ channels, random, send }) => {
      const work = random.between(10, 60);
      await Promise.all([
        send(channels.gateway, post("/accounts"), plan(answers(201, work))),
        send(channels.gatewayTls, post("/accounts"), plan(answers(201, work))),
      ]);
    },
  ),
];
