import { expect, test } from "vitest";
import { clientLine, serverLine } from "../helpers/lines.ts";
import { answered, cutThenAnswered, cutToTheEnd } from "../helpers/stories.ts";
import { foundIn, times, type Telling } from "./found.ts";

const detector = "per-try-timeout-too-short";

const took =
  (ms: number): Telling =>
  (at) =>
    answered({ ...at, took: ms });
/** Sends that ended around 100 ms, as they do under a perTryTimeout of 100 ms. */
const cuts: readonly Telling[] = [97, 99, 100, 101, 102].map((cutAfter) => (at) => cutToTheEnd({ ...at, cutAfter }));

test("sends cut at one duration that good calls come near are a finding", async () => {
  const [finding, ...others] = await foundIn(detector, [
    ...cuts,
    ...times(2, cutThenAnswered),
    ...times(16, took(30)),
    ...times(4, took(90)),
  ]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "critical",
    route: "POST payments.prod /payments",
    first_seen: "2026-11-20 09:00:00.000",
    last_seen: "2026-11-20 09:00:06.163",
    hits: 7,
    summary:
      "7 of 27 requests had a send cut off at about 100 ms; 5 failed with 504; 7 reached the application more than once",
    why: "12 of 12 sends that were cut off ended at that duration, as under perTryTimeout; of 20 good calls of this route 4 took nearly as long or longer (p99 90 ms, p99.9 90 ms)",
    remedy:
      "set perTryTimeout to 150 ms or more, half as much again as the slowest good calls take, or leave it out; and take gateway-error, 5xx and reset out of retryOn for POST",
    values: { timeout_ms: 100, cuts: 12, agreeing: 12, failed: 5, handed_twice: 7, good: 20, slow: 4 },
  });
});

test("a single send that was cut off and not sent again counts, by the line of the proxy that sent it", async () => {
  const once: Telling = ({ at, id }) => ({
    calls: [clientLine({ at, id, code: 504, flags: "UT", details: "upstream_per_try_timeout", took: 252 })],
    arrivals: [
      serverLine({ at: at + 1, id, code: 0, flags: "DC", details: "downstream_remote_disconnect", took: 250 }),
    ],
  });
  expect(await foundIn(detector, [...times(10, once), ...times(1990, took(240))])).toMatchObject([
    { severity: "warning", hits: 10, values: { timeout_ms: 250, failed: 10, handed_twice: 0 } },
  ]);
});

test("nothing is found where good calls never come near: what is cut off hangs", async () => {
  expect(await foundIn(detector, [...cuts, ...times(40, took(30))])).toEqual([]);
});

test("nothing is found in sends that ended at any duration", async () => {
  const anyhow = [5, 20, 40, 55, 70, 90, 120, 160].map(
    (cutAfter): Telling =>
      (at) =>
        cutToTheEnd({ ...at, cutAfter }),
  );
  expect(await foundIn(detector, [...anyhow, ...times(40, took(90))])).toEqual([]);
});

test("what the timeout of the whole request or a caller cut off is no evidence", async () => {
  const gaveUp: Telling = ({ at, id }) => ({
    calls: [clientLine({ at, id, code: 0, flags: "DC", details: "downstream_remote_disconnect", took: 100 })],
    arrivals: [serverLine({ at: at + 1, id, code: 0, flags: "DC", details: "downstream_remote_disconnect", took: 98 })],
  });
  const timedOut: Telling = ({ at, id }) => ({
    calls: [clientLine({ at, id, code: 504, flags: "UT", details: "response_timeout", took: 100 })],
    arrivals: [serverLine({ at: at + 1, id, code: 0, flags: "DC", details: "downstream_remote_disconnect", took: 98 })],
  });
  expect(await foundIn(detector, [...times(12, gaveUp), ...times(12, timedOut), ...times(40, took(90))])).toEqual([]);
});

test("nothing is found in nine sends", async () => {
  expect(await foundIn(detector, [...times(9, cutThenAnswered), ...times(40, took(90))])).toEqual([]);
});
