import { answers, guarded, plan } from "../../app/plan.ts";
import { post } from "../lab.ts";
import { course, once, type Scenario } from "../scenario.ts";

/** The seed incident: every POST that takes longer than 100 ms is sent four times, and the caller sends it once more. */
export const incident: readonly Scenario[] = [
  course(
    "incident-accounts",
    "POST /accounts by TLS: four executions cut at 100 ms, 504; the caller re-sends once and meets 409",
    async ({ channels, random, logical, issue }) => {
      // The commit comes after the proxy has given up, so that no send in the first round can meet it in time.
      const work = random.between(125, 200);
      const slow = answers(201, work, { commitMs: work - 10 });
      const request = logical(
        channels.gatewayTls,
        post("/accounts"),
        guarded("conflict", plan(slow, slow, slow, slow, answers(201, 20))),
      );
      const { status } = await issue(channels.gatewayTls, request);
      if (status >= 500) await issue(channels.gatewayTls, request);
    },
  ),
  course(
    "incident-token",
    "POST /oauth/token, the same policy, no guard: every execution issues a token",
    async ({ channels, random, logical, issue }) => {
      const slow = answers(200, random.between(125, 180));
      const request = logical(
        channels.gatewayTls,
        post("/oauth/token"),
        plan(slow, slow, slow, slow, answers(200, 15)),
      );
      const { status } = await issue(channels.gatewayTls, request);
      if (status >= 500) await issue(channels.gatewayTls, request);
    },
  ),
  once(
    "incident-late-success",
    "POST /accounts, the second or third send is fast enough: the client sees 201 or 409, the gateway logs no flag",
    ({ channels, random }) => {
      const slow = answers(201, random.between(125, 160));
      const steps = plan(slow, random.chance(0.5) ? slow : answers(201, 30), answers(201, 30));
      return {
        by: channels.gateway,
        target: post("/accounts"),
        plan: random.chance(0.5) ? guarded("conflict", steps) : steps,
      };
    },
  ),
];
