import { expect, test } from "vitest";
import type { Finding } from "../../src/index.ts";
import { inMemory } from "../helpers/in-memory.ts";
import { idOf, jsonOf } from "../helpers/lines.ts";
import { answered, logsOfStories, neverArrived, refusedThenAnswered, unseen, type Story } from "../helpers/stories.ts";

/** So many requests of ten seconds, of which some were sent once more: the number of the window, both counts, and how they were resent. */
type Window = {
  readonly nth: number;
  readonly requests: number;
  readonly resent: number;
  readonly story?: (values: { at: number; id: string }) => Story;
};

function storiesOf({ nth, requests, resent, story = refusedThenAnswered }: Window): Story[] {
  return Array.from({ length: requests }, (_, index) => {
    const values = { at: nth * 10_000 + index * 100, id: idOf(nth * 1000 + index) };
    return index < resent ? story(values) : answered(values);
  });
}

async function findingsIn(windows: readonly Window[], parameters: readonly string[] = []): Promise<readonly Finding[]> {
  const options = {
    write: jsonOf,
    detectors: ["retry-storms"],
    parameters: parameters.map((text) => `retry-storms.${text}`),
  };
  const { report } = await inMemory(logsOfStories(windows.flatMap(storiesOf)), options);
  return report.findings;
}

const alike = (count: number, requests: number, resent: number): Window[] =>
  Array.from({ length: count }, (_, nth) => ({ nth, requests, resent }));

test("three windows with more than a fifth of retries are a storm", async () => {
  const calm = { nth: 9, requests: 30, resent: 2 };
  const worst = { nth: 1, requests: 40, resent: 30 };
  const [finding, ...others] = await findingsIn([
    { nth: 0, requests: 40, resent: 15 },
    worst,
    { nth: 2, requests: 40, resent: 15 },
    calm,
  ]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    route: "POST payments.prod /payments",
    first_seen: "2026-11-20 09:00:00.000",
    last_seen: "2026-11-20 09:00:30.000",
    hits: 60,
    values: { requests: 120, sends: 180, amplification: 1.5, peak: 1.75, peak_at: "2026-11-20 09:00:10", exhausted: 0 },
    summary: "180 sends for 120 requests over 30 s; 0 of them failed all the same",
    why: "60 of 60 first sends were answered 503, and the policy sends that again",
  });
});

test("two hot windows are no storm", async () => {
  expect(await findingsIn(alike(2, 40, 30))).toEqual([]);
});

test("as many retries as a fifth of the requests are no storm, one request fewer makes it one", async () => {
  expect(await findingsIn(alike(3, 50, 10))).toEqual([]);
  expect(await findingsIn(alike(3, 49, 10))).toMatchObject([{ hits: 30 }]);
});

test("nine retries in a window are too few, ten are enough", async () => {
  expect(await findingsIn(alike(3, 20, 9))).toEqual([]);
  expect(await findingsIn(alike(3, 20, 10))).toMatchObject([{ hits: 30 }]);
});

test("a storm goes on over six quiet windows, and ends after seven", async () => {
  const hot = (nth: number): Window => ({ nth, requests: 20, resent: 12 });
  expect(await findingsIn([hot(0), hot(1), hot(7)])).toMatchObject([
    { hits: 36, last_seen: "2026-11-20 09:01:20.000" },
  ]);
  expect(await findingsIn([hot(0), hot(1), hot(8)])).toEqual([]);
  const two = await findingsIn([hot(0), hot(1), hot(2), hot(9), hot(10), hot(11)]);
  expect(two.map(({ first_seen, hits }) => [first_seen, hits])).toEqual([
    ["2026-11-20 09:00:00.000", 36],
    ["2026-11-20 09:01:30.000", 36],
  ]);
});

test("twice as many sends as requests in the worst window are critical, a little less is a warning", async () => {
  expect(await findingsIn(alike(3, 20, 20))).toMatchObject([{ severity: "critical", values: { peak: 2 } }]);
  expect(await findingsIn(alike(3, 20, 19))).toMatchObject([{ severity: "warning", values: { peak: 1.95 } }]);
});

test("sends that never arrived are no load and no storm", async () => {
  expect(await findingsIn(alike(3, 20, 20).map((window) => ({ ...window, story: neverArrived })))).toEqual([]);
});

test("sends that nobody logged may have arrived, and are counted", async () => {
  expect(await findingsIn(alike(3, 20, 6).map((window) => ({ ...window, story: unseen })))).toMatchObject([
    {
      hits: 18,
      values: { requests: 60, sends: 96 },
      why: "18 of 18 first sends were not logged, and the policy sends that again",
    },
  ]);
});

test("requests that failed all the same are counted as exhausted", async () => {
  const failing = ({ at, id }: { at: number; id: string }): Story => {
    const { calls, arrivals } = refusedThenAnswered({ at, id, code: 503 });
    return { calls: calls.map((line) => ({ ...line, flags: "URX" })), arrivals };
  };
  expect(await findingsIn(alike(3, 20, 12).map((window) => ({ ...window, story: failing })))).toMatchObject([
    { hits: 36, values: { exhausted: 36 } },
  ]);
});

test("methods that may be repeated make storms too", async () => {
  const read = (values: { at: number; id: string }): Story => refusedThenAnswered({ ...values, method: "GET" });
  expect(await findingsIn(alike(3, 12, 12).map((window) => ({ ...window, story: read })))).toMatchObject([
    { route: "GET payments.prod /payments" },
  ]);
});

test("where only the server side logged, its lines tell of the storm", async () => {
  const stories = alike(3, 20, 12).flatMap(storiesOf);
  const { report } = await inMemory(
    { "payments.log": stories.flatMap(({ arrivals }) => arrivals) },
    { write: jsonOf, detectors: ["retry-storms"] },
  );
  expect(report.findings).toMatchObject([{ hits: 36, values: { requests: 60, sends: 96 } }]);
});

test.each([
  ["min_share=0.6", "min_share=0.59"],
  ["min_retries=13", "min_retries=12"],
  ["min_windows=4", "min_windows=3"],
])("with %s it stays quiet, with %s it does not", async (quiet, loud) => {
  expect(await findingsIn(alike(3, 20, 12), [quiet])).toEqual([]);
  expect(await findingsIn(alike(3, 20, 12), [loud])).toMatchObject([{ hits: 36 }]);
});

test("narrower windows need more of them", async () => {
  const dense = alike(3, 20, 12);
  // Twenty requests stand in the first two seconds of each window of ten.
  expect(await findingsIn(dense, ["window_s=2"])).toMatchObject([{ hits: 36, last_seen: "2026-11-20 09:00:22.000" }]);
  expect(await findingsIn(dense, ["window_s=2", "quiet_windows=4"])).toEqual([]);
});

test("the requests with most sends come first as examples", async () => {
  const many = ({ at, id }: { at: number; id: string }): Story =>
    refusedThenAnswered({ at, id, refusals: at === 10_300 ? 3 : 1 });
  const [finding] = await findingsIn(alike(3, 20, 12).map((window) => ({ ...window, story: many })));
  expect(finding?.examples.map(({ started_at, sends }) => [started_at, sends])).toEqual([
    ["2026-11-20 09:00:10.300", 4],
    ["2026-11-20 09:00:00.000", 2],
    ["2026-11-20 09:00:00.100", 2],
  ]);
});

test("a send that began in one window belongs to that of its request", async () => {
  const late = Array.from({ length: 3 }, (_, nth) =>
    Array.from({ length: 12 }, (_unused, index) =>
      refusedThenAnswered({ at: nth * 10_000 + 9_990, id: idOf(nth * 100 + index) }),
    ),
  );
  const { report } = await inMemory(logsOfStories(late.flat()), { write: jsonOf, detectors: ["retry-storms"] });
  expect(report.findings).toMatchObject([
    { first_seen: "2026-11-20 09:00:00.000", last_seen: "2026-11-20 09:00:30.000", values: { peak: 2 } },
  ]);
});
