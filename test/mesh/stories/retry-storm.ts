import { answers, plan, type Step } from "../app/plan.ts";
import { post } from "../drive/lab.ts";
import type { Random } from "../drive/random.ts";
import { once, type Scenario } from "../drive/scenario.ts";
import { everyday } from "./everyday.ts";
import { stream, type Story } from "./story.ts";

/** An execution at a service that is overloaded to this degree: late, and then mostly 503, now and then after it took effect. */
function execution(random: Random, overload: number): Step {
  if (!random.chance(overload)) return answers(201, random.between(15, 60) + Math.round(overload * 300));
  const ms = random.between(180, 420);
  return answers(503, ms, { commitMs: random.chance(0.12) ? ms - 20 : null });
}

function charges(id: string, overload: number): Scenario {
  return once(id, `POST /payments/charges, of which ${overload * 100} % fail`, ({ channels, random }) => ({
    by: random.pick([channels.gateway, channels.gatewayTls]),
    target: post("/payments/charges"),
    plan: plan(execution(random, overload), execution(random, overload), execution(random, overload)),
    manner: { bodyBytes: random.between(220, 380) },
  }));
}

/** A service slows down and sheds load, and the retries of its callers keep it there. */
export const retryStorm: Story = {
  id: "retry-storm",
  about: "payments is overloaded for 75 seconds and answers 503; retryOn 5xx with attempts 2 nearly triples its load",
  seed: 13,
  streams: [
    stream(charges("calm", 0), 0, 75, 90),
    stream(charges("onset", 0.5), 75, 81, 7),
    stream(charges("storm", 0.93), 81, 150, 83),
    stream(charges("recovery", 0.4), 150, 156, 7),
    stream(charges("calm", 0), 156, 236, 96),
    stream(everyday("reading", ["GET /payments/history", "GET /payments/{id}"], 200), 0, 236, 90),
    stream(everyday("elsewhere", ["GET /orders/{id}", "POST /orders", "POST /accounts/preferences"], 80), 0, 236, 60),
  ],
  format: "attempts-json",
  collected: ["gateway", "payments"],
  isPacked: true,
};
