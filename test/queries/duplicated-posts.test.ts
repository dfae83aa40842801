import { expect, test } from "vitest";
import type { Finding } from "../../src/index.ts";
import { inMemory, type Logs } from "../helpers/in-memory.ts";
import { clientLine, idOf, jsonOf, serverLine } from "../helpers/lines.ts";
import {
  answered,
  cutThenAnswered,
  cutToTheEnd,
  logsOfStories,
  neverArrived,
  refusedThenAnswered,
  unseen,
  type Story,
} from "../helpers/stories.ts";

/** What the detector finds in these stories, told one a minute. */
async function findingsIn(
  ...stories: readonly ((at: { at: number; id: string }) => Story)[]
): Promise<readonly Finding[]> {
  return findingsOf(logsOfStories(stories.map((story, nth) => story({ at: nth * 60_000, id: idOf(nth) }))));
}

async function findingsOf(logs: Logs): Promise<readonly Finding[]> {
  const { report } = await inMemory(logs, { write: jsonOf, detectors: ["duplicated-posts"] });
  return report.findings;
}

test("requests that were handed over more than once are one finding of their route, told apart by verdict", async () => {
  const [finding, ...others] = await findingsIn(
    answered,
    cutThenAnswered,
    cutToTheEnd,
    neverArrived,
    unseen,
    refusedThenAnswered,
    answered,
  );
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "critical",
    route: "POST payments.prod /payments",
    first_seen: "2026-11-20 09:01:00.000",
    last_seen: "2026-11-20 09:05:00.073",
    hits: 3,
    summary:
      "3 of 7 requests were handed to the application at least twice (confirmed 3, probable 0); 1 more possibly; 1 more were sent again harmlessly",
    values: { requests: 7, confirmed: 3, probable: 0, possible: 1, harmless: 1, effect_twice: 0, effect_unknown: 3 },
  });
});

test("nothing is found where every request was sent once", async () => {
  expect(await findingsIn(answered, answered)).toEqual([]);
});

test("nothing is found where only sends that never arrived were repeated", async () => {
  expect(await findingsIn(answered, neverArrived)).toEqual([]);
});

test("nothing is found in methods that may be repeated", async () => {
  expect(
    await findingsIn(
      (at) => cutToTheEnd({ ...at, method: "PUT" }),
      (at) => cutThenAnswered({ ...at, method: "GET" }),
    ),
  ).toEqual([]);
});

test.each(["POST", "PATCH", "LOCK"])("%s is a method that may not be repeated", async (method) => {
  expect(await findingsIn((at) => cutToTheEnd({ ...at, method }))).toMatchObject([
    { route: `${method} payments.prod /payments`, hits: 1 },
  ]);
});

test("where nothing but possible ones is seen, it is a warning and counts those", async () => {
  expect(await findingsIn(unseen, unseen)).toMatchObject([
    {
      severity: "warning",
      hits: 2,
      first_seen: "2026-11-20 09:00:00.000",
      last_seen: "2026-11-20 09:01:00.340",
      summary: "2 of 2 requests may have been handed to the application more than once",
      why: null,
      remedy:
        "collect the logs of the proxies in front of the application too, only they tell what arrived; until then give POST a route without retries",
    },
  ]);
});

test("one that surely ran twice among many possible ones makes it critical, and alone is counted", async () => {
  expect(await findingsIn(unseen, unseen, cutToTheEnd)).toMatchObject([
    { severity: "critical", hits: 1, values: { possible: 2, confirmed: 1 } },
  ]);
});

test("sends cut at one duration below what good requests take name the perTryTimeout and a better one", async () => {
  const slow = (at: { at: number; id: string }): Story => answered({ ...at, took: 412 });
  const [finding] = await findingsIn(slow, (at) => cutToTheEnd({ ...at, sends: 4 }), answered);
  expect(finding).toMatchObject({
    values: { cut_sends: 4, cut_ms: 100, good_ms: 412 },
    why: "4 sends were cut off after about 100 ms, as a perTryTimeout does; good requests of this route take up to 412 ms (p99.9); retryOn gateway-error, 5xx or reset sends again what it cuts",
    remedy: "give POST its own route: retryOn connect-failure,refused-stream and no perTryTimeout below 462 ms",
  });
});

test("sends that were answered and sent again name the answer", async () => {
  const [finding] = await findingsIn(
    refusedThenAnswered,
    (at) => refusedThenAnswered({ ...at, refusals: 2 }),
    answered,
  );
  expect(finding).toMatchObject({
    values: { cut_sends: 0, cut_ms: null },
    why: "3 sends that were answered 503 were sent again",
    remedy: "give POST its own route with retryOn connect-failure,refused-stream",
  });
});

test("a caller that sends again by itself is named as such", async () => {
  const logs = {
    "orders.log": [clientLine({ code: 503, took: 30 }), clientLine({ at: 60 })],
    "payments.log": [serverLine({ code: 503, took: 28 }), serverLine({ at: 61 })],
  };
  expect(await findingsOf(logs)).toMatchObject([
    {
      severity: "critical",
      hits: 1,
      values: { confirmed: 0, probable: 1 },
      why: "a caller sent the same request again after a delivered send had failed",
      remedy: "let the caller send an idempotency key, and look it up before acting",
    },
  ]);
});

test("effects are counted apart from verdicts", async () => {
  const again = (code: number) => (at: { at: number; id: string }) => cutThenAnswered({ ...at, code });
  const twice = ({ at, id }: { at: number; id: string }): Story => ({
    calls: [clientLine({ at, id, attempts: 2, took: 150 })],
    arrivals: [serverLine({ at: at + 1, id, took: 100 }), serverLine({ at: at + 110, id, took: 38, ordinal: 2 })],
  });
  expect(await findingsIn(again(409), again(500), again(201), twice)).toMatchObject([
    {
      hits: 4,
      values: { confirmed: 4, effect_guarded: 1, effect_failed_after: 1, effect_unknown: 1, effect_twice: 1 },
    },
  ]);
});

test("the worst requests come first, at most three, with every send as a lane", async () => {
  const sends = (count: number) => (at: { at: number; id: string }) => cutToTheEnd({ ...at, sends: count });
  const [finding] = await findingsIn(sends(2), unseen, sends(4), sends(3), sends(2));
  expect(finding?.examples.map(({ verdict, delivered }) => [verdict, delivered])).toEqual([
    ["confirmed", 4],
    ["confirmed", 3],
    ["confirmed", 2],
  ]);
  expect(
    finding?.examples[0]?.lanes.map(({ ordinal, offset_ms, duration_ms, proxy, outcome }) => [
      ordinal,
      offset_ms,
      duration_ms,
      proxy,
      outcome,
    ]),
  ).toEqual([
    [1, 1, 100, "payments", "delivered"],
    [2, 121, 100, "payments", "delivered"],
    [3, 241, 100, "payments", "delivered"],
    [4, 361, 100, "payments", "delivered"],
  ]);
});

test("each route is a finding of its own, the one with most hits first", async () => {
  const to = (path: string) => (at: { at: number; id: string }) => cutToTheEnd({ ...at, path });
  const findings = await findingsIn(to("/refunds"), to("/payments/17"), to("/payments/18?x=1"), to("/payments/19"));
  expect(findings.map(({ route, hits }) => [route, hits])).toEqual([
    ["POST payments.prod /payments/{id}", 3],
    ["POST payments.prod /refunds", 1],
  ]);
});

test("where only the server side logged, the route is that of its lines", async () => {
  const { arrivals } = cutToTheEnd({ at: 0, id: idOf(1) });
  expect(await findingsOf({ "payments.log": arrivals })).toMatchObject([
    { route: "POST payments.prod /payments", hits: 1, values: { confirmed: 1, requests: 1 } },
  ]);
});
