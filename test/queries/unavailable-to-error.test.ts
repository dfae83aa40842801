import { expect, test } from "vitest";
import type { Finding } from "../../src/index.ts";
import { inMemory, type Logs } from "../helpers/in-memory.ts";
import { clientLine, idOf, jsonOf, serverLine, type Line } from "../helpers/lines.ts";
import { answered, cutThenAnswered, logsOfStories, refusedThenAnswered, type Story } from "../helpers/stories.ts";

async function findingsOf(logs: Logs, parameters: readonly string[] = []): Promise<readonly Finding[]> {
  const options = { write: jsonOf, detectors: ["unavailable-to-error"], parameters };
  return (await inMemory(logs, options)).report.findings;
}

/** Requests told one a minute. */
async function findingsIn(
  ...stories: readonly ((at: { at: number; id: string }) => Story)[]
): Promise<readonly Finding[]> {
  return findingsOf(logsOfStories(stories.map((story, nth) => story({ at: nth * 60_000, id: idOf(nth) }))));
}

/** A request at the gateway that orders answered, and the call that orders made to payments for it; times from the request's start. */
function nested(asked: Partial<Line>, called: Partial<Line>): Logs {
  const orders = { path: "/orders", authority: "orders.prod", took: 300, ...asked } as const;
  const address = "10.0.1.1:8080";
  return {
    "gateway.log": [clientLine({ ...orders, host: address, own: "10.0.0.1:39001", peer: "203.0.113.7:50000" })],
    "orders.log": [
      serverLine({ ...orders, took: orders.took - 2, host: address, local: address, peer: "10.0.0.1:39001" }),
      clientLine({
        at: 10,
        code: 503,
        flags: "UF",
        details: "upstream_reset_before_response_started{remote_connection_failure}",
        own: "-",
        took: 280,
        ...called,
      }),
    ],
  };
}

test("a 503 that became 500 when the same request was sent again is critical, on the route that it hurt", async () => {
  const hurt = (at: { at: number; id: string }): Story => refusedThenAnswered({ ...at, code: 500 });
  expect(await findingsIn(answered, hurt, hurt)).toMatchObject([
    {
      severity: "critical",
      route: "POST payments.prod /payments",
      first_seen: "2026-11-20 09:01:00.000",
      last_seen: "2026-11-20 09:02:00.073",
      hits: 2,
      values: { requests: 3, kind: "same hop", other_route: null },
      summary: "2 of 3 requests were answered 500 after an earlier send of the same request had been unavailable",
      why: "the first send ended in 503 and was sent again; the later send met what the first had begun",
      remedy: "do not send POST again once it was delivered: retryOn connect-failure,refused-stream",
    },
  ]);
});

test.each([
  [502, "in 502"],
  [503, "in 503"],
  [504, "in 504"],
])("a first send answered %i ended %s", async (refusal, words) => {
  const [finding] = await findingsIn((at) => refusedThenAnswered({ ...at, refusal, code: 500 }));
  expect(finding?.why).toContain(`the first send ended ${words} and was sent again`);
});

test("a first send that was cut off ended without an answer", async () => {
  const [finding] = await findingsIn((at) => cutThenAnswered({ ...at, code: 500 }));
  expect(finding?.why).toContain("the first send ended without an answer and was sent again");
});

test("an application that answers 500 by itself is none of its business", async () => {
  expect(await findingsIn((at) => answered({ ...at, code: 500 }))).toEqual([]);
});

test("neither is one that answers 500 again and again", async () => {
  expect(await findingsIn((at) => refusedThenAnswered({ ...at, refusal: 500, code: 500 }))).toEqual([]);
});

test("neither is a request that ended well after a 503, or in that 503", async () => {
  const exhausted = (at: { at: number; id: string }): Story => refusedThenAnswered({ ...at, code: 503 });
  expect(await findingsIn(refusedThenAnswered, exhausted)).toEqual([]);
});

test("a call whose 503 became a 500 of the caller is a warning, with both routes", async () => {
  expect(await findingsOf(nested({ code: 500 }, {}))).toMatchObject([
    {
      severity: "warning",
      route: "POST orders.prod /orders",
      hits: 1,
      values: { requests: 1, kind: "across hops", other_route: "POST payments.prod /payments" },
      summary: "1 of 1 requests were answered 500 right after a call to POST payments.prod /payments had failed",
      why: "the application turned the 503 of its call into a 500 of its own",
      remedy: "let the application pass on 503 with Retry-After instead of 500, and look at the failing call first",
    },
  ]);
});

test.each([
  ["ended well all the same", { code: 201 }, {}],
  ["passed the 503 on", { code: 503 }, {}],
  [
    "answered 500 after a call that ended well",
    { code: 500 },
    { code: 201, flags: "-", details: "via_upstream", own: "10.0.1.1:40001" },
  ],
  [
    "answered 500 after a call that was answered 500",
    { code: 500 },
    { code: 500, flags: "-", details: "via_upstream", own: "10.0.1.1:40001" },
  ],
  ["answered 500 beside a call of another request", { code: 500 }, { id: idOf(9) }],
])("an application that %s is none of its business", async (_what, asked, called) => {
  expect(await findingsOf(nested(asked, called))).toEqual([]);
});

test("a call that failed 100 ms before the 500 is its cause, one that failed before that is not", async () => {
  expect(await findingsOf(nested({ code: 500 }, { took: 190 }))).toHaveLength(1);
  expect(await findingsOf(nested({ code: 500 }, { took: 189 }))).toEqual([]);
});

test("how long before it may fail is a parameter", async () => {
  expect(await findingsOf(nested({ code: 500 }, { took: 189 }), ["unavailable-to-error.max_gap_ms=101"])).toHaveLength(
    1,
  );
  expect(await findingsOf(nested({ code: 500 }, { took: 270 }), ["unavailable-to-error.max_gap_ms=19"])).toEqual([]);
});

test("both kinds on one route are two findings, the one with most hits first", async () => {
  const again = { path: "/orders", authority: "orders.prod" } as const;
  const { calls, arrivals } = refusedThenAnswered({ at: 60_000, id: idOf(1), code: 500, ...again });
  const more = refusedThenAnswered({ at: 90_000, id: idOf(2), code: 500, ...again });
  const across = nested({ code: 500 }, {});
  const logs = { ...across, "caller.log": [...calls, ...more.calls], "callee.log": [...arrivals, ...more.arrivals] };
  expect((await findingsOf(logs)).map(({ hits, values }) => [hits, values["kind"]])).toEqual([
    [2, "same hop"],
    [1, "across hops"],
  ]);
});

test("the first such requests are its examples", async () => {
  const hurt = (at: { at: number; id: string }): Story => refusedThenAnswered({ ...at, code: 500 });
  const [finding] = await findingsIn(hurt, hurt, hurt, hurt);
  expect(finding?.examples.map(({ started_at }) => started_at)).toEqual([
    "2026-11-20 09:00:00.000",
    "2026-11-20 09:01:00.000",
    "2026-11-20 09:02:00.000",
  ]);
});
