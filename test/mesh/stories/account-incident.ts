import { setTimeout as pause } from "node:timers/promises";
import { answers, guarded, plan, type Step } from "../app/plan.ts";
import { post, type Lab } from "../drive/lab.ts";
import type { Random } from "../drive/random.ts";
import { course, once } from "../drive/scenario.ts";
import { istioDefaultRetries, routes } from "../topology/routes.ts";
import { everyday } from "./everyday.ts";
import { stream, type Story } from "./story.ts";

/** How long an account takes to be made: a third of them longer than the policy of the incident allows. Units: milliseconds. */
function creationMs(random: Random): number {
  if (random.chance(0.66)) return random.between(32, 88);
  return random.chance(0.85) ? random.between(106, 250) : random.between(250, 412);
}

/** The account is stored at the end of the work; who comes later finds it there and answers 409. */
function creation(random: Random): Step {
  const ms = creationMs(random);
  return answers(201, ms, { commitMs: ms - 8 });
}

const accounts = once("accounts", "POST /accounts", ({ channels, random }) => ({
  by: random.pick([channels.gateway, channels.gatewayTls]),
  target: post("/accounts"),
  plan: guarded("conflict", plan(creation(random), creation(random), creation(random), creation(random))),
  manner: { bodyBytes: random.between(180, 420) },
}));

const takenNames = once("taken-names", "POST /accounts for a name that is taken: 409 at once", ({ channels }) => ({
  by: channels.gateway,
  target: post("/accounts"),
  plan: plan(answers(409, 14)),
}));

const slowAccounts = course(
  "slow-accounts",
  "POST /accounts that takes half a second: four executions, 504, and the caller sends it once more and meets 409",
  async (lab) => {
    const ms = lab.random.between(520, 640);
    const slow = answers(201, ms, { commitMs: ms - 10 });
    const request = lab.logical(
      lab.channels.gatewayTls,
      post("/accounts"),
      guarded("conflict", plan(slow, slow, slow, slow, answers(201, 30))),
    );
    await sendUntilBelow(lab, request, 500, 300);
  },
);

/** An authorization code is used up at once; what comes later under it is an error. A client's own credentials give a token each time. */
const tokens = once("tokens", "POST /oauth/token", ({ channels, random }) => {
  const ms = random.chance(0.55) ? random.between(18, 80) : random.between(112, 260);
  const byCode = plan(answers(200, ms, { commitMs: 8 }), answers(500, 14));
  const byCredentials = plan(answers(200, ms, { commitMs: ms - 6 }), answers(200, random.between(18, 60)));
  return {
    by: channels.gatewayTls,
    target: post("/oauth/token"),
    plan: random.chance(0.7) ? byCode : byCredentials,
    manner: { bodyBytes: random.between(120, 260) },
  };
});

const slowTokens = course(
  "slow-tokens",
  "POST /oauth/token that takes long: four executions, 504, and the caller sends it once more and gets 500",
  async (lab) => {
    const ms = lab.random.between(140, 240);
    const waiting = answers(500, ms);
    const request = lab.logical(
      lab.channels.gatewayTls,
      post("/oauth/token"),
      plan(answers(200, ms, { commitMs: 8 }), waiting, waiting, waiting, answers(500, 16)),
    );
    await sendUntilBelow(lab, request, 500, 250);
  },
);

/** Sends a request, and once more after a while when it failed. */
async function sendUntilBelow(lab: Lab, request: ReturnType<Lab["logical"]>, failed: number, waitMs: number) {
  const { status } = await lab.issue(lab.channels.gatewayTls, request);
  if (status < failed) return;
  await pause(waitMs);
  await lab.issue(lab.channels.gatewayTls, request);
}

/** Until the change both routes had the mesh's default policy. */
const routesBefore = routes.map((route) =>
  route.name === "accounts-create" || route.name === "oauth-token" ? { ...route, retries: istioDefaultRetries } : route,
);

/** The seed incident, with the hours around it shortened to minutes. */
export const accountIncident: Story = {
  id: "account-incident",
  about:
    "a VirtualService with perTryTimeout 100 ms is applied: POST /accounts and POST /oauth/token that take longer are sent up to four times",
  seed: 11,
  streams: [
    stream(accounts, 0, 118, 52),
    stream(tokens, 0, 118, 20),
    stream(accounts, 122, 350, 92),
    stream(slowAccounts, 140, 340, 6),
    stream(tokens, 122, 350, 40),
    stream(slowTokens, 150, 330, 3),
    stream(takenNames, 0, 350, 6),
    stream(everyday("reading", ["GET /accounts/{id}", "GET /accounts/{id}/balance"], 380), 0, 350, 60),
    stream(
      everyday("elsewhere", ["GET /orders/{id}", "GET /profiles/me", "POST /orders", "POST /payments"], 420),
      0,
      350,
      130,
    ),
  ],
  routesFrom: [
    { at: 0, routes: routesBefore },
    { at: 120, routes },
  ],
  format: "istio-text",
  collected: ["gateway", "accounts", "oauth"],
};
