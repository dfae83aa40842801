import { setTimeout as pause } from "node:timers/promises";
import { answers, plan } from "../../app/plan.ts";
import { post } from "../lab.ts";
import { course, once, type Scenario } from "../scenario.ts";

/** S8 to S10: requests that the proxy refuses, now and then after a send that arrived. */
export const refusals: readonly Scenario[] = [
  once("s08-no-host", "S8: a cluster without hosts", ({ channels }) => ({
    by: channels.gateway,
    target: post("/accounts/empty"),
    plan: plan(answers(201, 15)),
  })),
  once(
    "s08-ejected-meanwhile",
    "S8: the only host is ejected for the 503 it gave after its commit: UH with a host",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/ejecting"),
      plan: plan(answers(503, 15, { commitMs: 8 }), answers(201, 15)),
    }),
  ),
  course(
    "s09a-overflow",
    "S9 (a): five at once where one connection and one waiting request are allowed",
    async ({ channels, random, send }) => {
      const work = random.between(40, 80);
      await Promise.all(
        [1, 2, 3, 4, 5].map((nth) =>
          send(
            channels.gateway,
            post("/accounts/tiny"),
            plan(nth === 1 ? answers(503, work, { commitMs: 10 }) : answers(201, work), answers(201, work)),
          ),
        ),
      );
    },
    0.4,
  ),
  course(
    "s09a-overflow-on-retry",
    "S9 (a) on a later send: the first commits and is answered 503, and its retry finds the connection and the queue taken",
    async ({ channels, send }) => {
      const occupying = plan(answers(201, 120));
      const first = send(
        channels.gateway,
        post("/accounts/tiny/retry"),
        plan(answers(503, 12, { commitMs: 5 }), answers(201, 10)),
      );
      await pause(4);
      const second = send(channels.gateway, post("/accounts/tiny"), occupying);
      await pause(10);
      await Promise.all([first, second, send(channels.gateway, post("/accounts/tiny"), occupying)]);
    },
    0.6,
  ),
  once("s09b-maintenance", "S9 (b): the cluster is in maintenance mode", ({ channels }) => ({
    by: channels.gateway,
    target: post("/accounts/maint"),
    plan: plan(answers(201, 15)),
  })),
  course(
    "s09c-retry-breaker",
    "S9 (c): six fail at once where one retry at a time is allowed",
    async ({ channels, send }) => {
      const steps = plan(answers(503, 15, { commitMs: 8 }), answers(201, 15));
      await Promise.all([1, 2, 3, 4, 5, 6].map(() => send(channels.gateway, post("/accounts/fewretries"), steps)));
    },
    0.4,
  ),
  course(
    "s09c-retry-budget",
    "S9 (c) with a retry budget of 20 % and at least one: eight fail at once",
    async ({ channels, send }) => {
      const steps = plan(answers(503, 15, { commitMs: 8 }), answers(201, 15));
      await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => send(channels.gateway, post("/accounts/budget"), steps)));
    },
    0.3,
  ),
  once("s10-no-route", "S10: no route takes the path", ({ channels }) => ({
    by: channels.gateway,
    target: { service: "accounts", method: "POST", path: "/nowhere" },
    plan: plan(answers(201, 15)),
  })),
  once("s10-no-cluster", "S10: the route names a cluster that does not exist", ({ channels }) => ({
    by: channels.gateway,
    target: post("/accounts/missing"),
    plan: plan(answers(201, 15)),
  })),
];
