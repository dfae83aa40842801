import { answers, plan } from "../../app/plan.ts";
import { post, to } from "../lab.ts";
import { once, type Scenario } from "../scenario.ts";

/** S3, S11 and S12, and hedging: timers that cut sends, and callers who leave. */
export const timeouts: readonly Scenario[] = [
  once(
    "s03-per-try-timeout",
    "S3: attempts 3, perTryTimeout 200 ms, 5xx: four executions and 504",
    ({ channels, random }) => ({
      by: channels.gateway,
      target: post("/accounts/transfers"),
      plan: plan(answers(201, random.between(230, 400))),
    }),
  ),
  once("s03-third-in-time", "S3: the third send answers in time", ({ channels, random }) => {
    const slow = answers(201, random.between(230, 300));
    return { by: channels.gateway, target: post("/accounts/transfers"), plan: plan(slow, slow, answers(201, 40)) };
  }),
  once(
    "s03-default-list",
    "S3 with the default retryOn: a per-try timeout is one send and 504 UT without URX",
    ({ channels, random }) => ({
      by: channels.gateway,
      target: post("/accounts/preferences"),
      plan: plan(answers(201, random.between(130, 200))),
    }),
  ),
  once(
    "s03-http2-hop",
    "S3 between proxies that speak HTTP/2, and a request id that tracing changes by one character",
    ({ channels, random }) => {
      const slow = answers(201, random.between(120, 200));
      return {
        by: channels.gateway,
        target: post("/profiles/sync"),
        plan: plan(slow, slow, random.chance(0.5) ? slow : answers(201, 30)),
      };
    },
  ),
  once("s03-mesh-caller", "S3 at an outbound sidecar instead of the gateway", ({ channels, random }) => {
    const slow = answers(201, random.between(125, 180));
    return {
      by: channels.batch,
      target: post("/payments/captures"),
      plan: plan(slow, random.chance(0.5) ? slow : answers(201, 20), answers(201, 20)),
    };
  }),
  once(
    "s03-crossing",
    "S3: the answer takes just as long as perTryTimeout, so that it crosses the reset",
    ({ channels, random }) => ({
      by: channels.gateway,
      target: post("/accounts"),
      plan: plan(answers(201, random.between(97, 101), { commitMs: 50 }), answers(201, 20)),
    }),
    2,
  ),
  once("s03-get", "S3 with GET, PUT or DELETE: repeated, but idempotent", ({ channels, random }) => ({
    by: channels.gateway,
    target: to(random.pick(["GET", "PUT", "DELETE"]), "/accounts/transfers/77"),
    plan: plan(answers(200, random.between(230, 300)), answers(200, 20)),
  })),
  once(
    "cut-at-once",
    "perTryTimeout 1 ms: the server proxy may read request and reset together",
    ({ channels, random }) => ({
      by: channels.gateway,
      target: post(random.pick(["/accounts/pings", "/profiles/pings"])),
      plan: plan(answers(201, 10), answers(201, 0)),
    }),
  ),
  once("s11-caller-leaves", "S11: the caller goes away while the application works", ({ channels, random }) => ({
    by: random.pick([channels.gateway, channels.gatewayTls]),
    target: post("/orders"),
    plan: plan(answers(201, random.between(150, 250))),
    manner: { giveUpAfterMs: random.between(50, 100) },
  })),
  once("s11-caller-leaves-http2", "S11 over HTTP/2: DR at the gateway, DC at the server", ({ channels, random }) => ({
    by: channels.gatewayHttp2,
    target: post("/orders"),
    plan: plan(answers(201, random.between(150, 250))),
    manner: { giveUpAfterMs: random.between(50, 100) },
  })),
  once("s12-route-timeout", "S12: the route timeout ends the only send", ({ channels, random }) => ({
    by: channels.gateway,
    target: post("/accounts/deadlines"),
    plan: plan(answers(201, random.between(180, 260))),
  })),
  once("s12-after-retries", "S12: per-try timeouts first, then the route timeout: no URX", ({ channels, random }) => ({
    by: channels.gateway,
    target: post("/accounts/audits"),
    plan: plan(answers(201, random.between(180, 260))),
  })),
  once(
    "stream-duration",
    "the upstream stream may live 120 ms only: cut and sent again under 5xx",
    ({ channels, random }) => {
      const slow = answers(201, random.between(150, 220));
      return {
        by: channels.gateway,
        target: post("/accounts/shortlived"),
        plan: plan(slow, random.chance(0.5) ? slow : answers(201, 20), slow),
      };
    },
  ),
  once("fault-delay", "an injected delay of 150 ms before the only send", ({ channels }) => ({
    by: channels.gateway,
    target: post("/accounts/delayed"),
    plan: plan(answers(201, 20)),
  })),
  once("hedged", "hedging: a second send beside the first, which may still win", ({ channels, random }) => ({
    by: channels.gateway,
    target: post("/accounts/quotes"),
    plan: plan(answers(201, random.between(120, 320)), answers(201, random.between(60, 150))),
  })),
];
