import { answers, call, calling, ends, guarded, plan } from "../../app/plan.ts";
import { newRequestId } from "../../app/registry.ts";
import { post } from "../lab.ts";
import { course, once, type Scenario } from "../scenario.ts";

/** S15 and its kin: callers and load balancers that send again, under the same id or another. */
export const callers: readonly Scenario[] = [
  once(
    "s15-app-resends-same-id",
    "S15: an application sends its failed call again with the id it was given",
    ({ channels, random }) => {
      const payment = plan(
        answers(503, random.between(10, 30), { commitMs: 5 }),
        random.chance(0.5) ? answers(503, 9) : answers(201, 12),
        answers(201, 12),
      );
      return {
        by: channels.gateway,
        target: post("/orders"),
        plan: calling(plan(answers(201, 5)), call("payments", "/payments", payment, { resends: 2 })),
      };
    },
  ),
  once("s15-app-resends-new-id", "S15: the same with a new id each time", ({ channels, random }) => {
    const payment = plan(ends("cut-before-headers", random.between(10, 30)), answers(201, 12));
    return {
      by: channels.gateway,
      target: post("/orders"),
      plan: calling(
        plan(answers(201, 5)),
        call("payments", "/payments", payment, { resends: 2, resendsWithNewId: true }),
      ),
    };
  }),
  once(
    "app-without-propagation",
    "an application that drops the id: its call is sent again by its own sidecar under a fresh id",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/orders"),
      plan: calling(
        plan(answers(201, 5)),
        call("payments", "/payments/charges", plan(answers(500, 10, { commitMs: 4 }), answers(201, 12)), {
          propagatesId: false,
        }),
      ),
    }),
  ),
  course(
    "caller-resends-after-503",
    "a workload in the mesh sends its failed POST again under the same id",
    async ({ channels, logical, issue }) => {
      const request = logical(channels.batch, post("/orders"), plan(ends("cut-before-headers", 25), answers(201, 15)));
      const requestId = newRequestId();
      const { status } = await issue(channels.batch, request, { requestId });
      if (status >= 500) await issue(channels.batch, request, { requestId });
    },
  ),
  course(
    "caller-resends-after-leaving",
    "a workload loses patience and sends the same again under the same id",
    async ({ channels, random, logical, issue }) => {
      const request = logical(
        channels.batch,
        post("/orders"),
        plan(answers(201, random.between(150, 220)), answers(201, 20)),
      );
      const requestId = newRequestId();
      await issue(channels.batch, request, { requestId, giveUpAfterMs: random.between(60, 110) });
      await issue(channels.batch, request, { requestId });
    },
  ),
  course(
    "client-resends-after-leaving",
    "an outside client loses patience and sends again; the gateway gives it a new id",
    async ({ channels, random, logical, issue }) => {
      const request = logical(
        channels.gateway,
        post("/orders"),
        guarded("conflict", plan(answers(201, random.between(150, 220)), answers(201, 20))),
      );
      await issue(channels.gateway, request, { giveUpAfterMs: random.between(60, 110) });
      await issue(channels.gateway, request);
    },
  ),
  course(
    "balancer-resends",
    "a load balancer in front of the gateway tries again after 503: new id, same client, same body",
    async ({ channels, logical, issue }) => {
      const request = logical(
        channels.gateway,
        post("/orders"),
        plan(answers(503, 15, { commitMs: 8 }), answers(503, 10), answers(201, 10)),
      );
      for (let tries = 0; tries < 3; tries += 1) {
        const { status } = await issue(channels.gateway, request, {
          bodyBytes: 211,
          headers: { "user-agent": "lb/1.0" },
        });
        if (status < 500) break;
      }
    },
  ),
  course(
    "storm-burst",
    "a burst of POSTs of which every send fails: retries triple the load",
    async ({ channels, send }) => {
      for (let round = 0; round < 10; round += 1) {
        await Promise.all([1, 2, 3].map(() => send(channels.batch, post("/payments/charges"), plan(answers(503, 6)))));
      }
    },
    0.1,
  ),
];
