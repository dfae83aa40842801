import { answers, plan } from "../app/plan.ts";
import { to } from "../drive/lab.ts";
import type { Random } from "../drive/random.ts";
import { once, type Scenario } from "../drive/scenario.ts";

/** Requests from outside, `GET /path` or `POST /path`, that are answered well; `{id}` in a path becomes a number. */
export function everyday(id: string, requests: readonly [string, ...string[]], longMs: number): Scenario {
  return once(id, "everyday requests", ({ channels, random }) => {
    const [method = "GET", template = "/"] = random.pick(requests).split(" ");
    const path = template.replaceAll("{id}", () => String(random.between(1000, 9999)));
    const status = method === "POST" ? 201 : 200;
    return {
      by: random.pick([channels.gateway, channels.gatewayTls, channels.gatewayHttp2]),
      target: to(method, path),
      plan: plan(answers(status, usual(random, longMs))),
      manner: { bodyBytes: method === "GET" ? 0 : random.between(90, 700) },
    };
  });
}

/** Milliseconds: mostly short, one in seven up to `longMs`. */
export function usual(random: Random, longMs: number): number {
  const short = Math.min(70, longMs);
  return random.chance(1 / 7) ? random.between(short, longMs) : random.between(8, short);
}
