import { answers, ends, plan } from "../../app/plan.ts";
import { post } from "../lab.ts";
import { course, once, type Scenario } from "../scenario.ts";

/** S2, S6 and S7: connections that fail or break. */
export const connections: readonly Scenario[] = [
  once(
    "s02-connect-failure",
    "S2: one of two hosts refuses connections, the default policy goes to the other",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/canary"),
      plan: plan(answers(201, 15)),
    }),
  ),
  once("s02-all-refused", "S2: nobody listens at any host", ({ channels }) => ({
    by: channels.gateway,
    target: post("/accounts/gone"),
    plan: plan(answers(201, 15)),
  })),
  once(
    "s02b-app-port-closed",
    "S2b: the sidecar is up, its application is not; gateway-error goes to the other pod",
    ({ channels }) => ({ by: channels.gateway, target: post("/reports"), plan: plan(answers(201, 15)) }),
    2,
  ),
  once(
    "s06-connection-dies",
    "S6: the application commits and its connection dies before the response; gateway-error sends again",
    ({ channels, random }) => ({
      by: channels.gateway,
      target: post("/accounts/closures"),
      plan: plan(ends("cut-before-headers", random.between(20, 80)), answers(201, 15)),
    }),
  ),
  once(
    "s06-default-policy",
    "S6 under the default policy: 503 UC at the server, nobody sends again",
    ({ channels, random }) => ({
      by: channels.gateway,
      target: post("/orders"),
      plan: plan(ends("cut-before-headers", random.between(20, 60))),
    }),
  ),
  once(
    "s06-keepalive-race",
    "S6: the connection closes as the request arrives and the handler never starts; gateway-error sends again",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/closures"),
      plan: plan(ends("drop", 0), answers(201, 15)),
    }),
  ),
  once(
    "s06-listed-503",
    'S6: "503" in retryOn matches the 503 that the server sidecar made of a broken connection',
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/statements"),
      plan: plan(ends("cut-before-headers", 30), answers(201, 12)),
    }),
  ),
  once("s06-reset", "S6: the application resets the TCP connection after its commit", ({ channels }) => ({
    by: channels.gateway,
    target: post("/accounts/closures"),
    plan: plan(ends("reset-stream", 25), answers(201, 12)),
  })),
  course(
    "s06b-mid-response",
    "S6b: the response breaks off after its headers; no proxy sends again, half of the callers do",
    async ({ channels, random, logical, issue }) => {
      const request = logical(
        channels.gateway,
        post("/accounts/closures"),
        plan(ends("cut-after-headers", 20), answers(201, 12)),
      );
      await issue(channels.gateway, request);
      if (random.chance(0.5)) await issue(channels.gateway, request);
    },
  ),
  once("s06b-mid-response-http2", "S6b between proxies that speak HTTP/2", ({ channels }) => ({
    by: channels.gateway,
    target: post("/profiles"),
    plan: plan(ends("cut-after-headers", 20)),
  })),
  once("s07-wrong-tls", "S7: TLS spoken to a port that does not", ({ channels }) => ({
    by: channels.gateway,
    target: post("/accounts/wrongtls"),
    plan: plan(answers(201, 15)),
  })),
  once(
    "s07-handshake-timeout",
    "S7: a TLS handshake that never ends runs into the connect timeout",
    ({ channels }) => ({
      by: channels.gateway,
      target: post("/accounts/stuck"),
      plan: plan(answers(201, 15)),
    }),
  ),
];
