import { expect, test } from "vitest";
import { clientLine, serverLine, type Line } from "../helpers/lines.ts";
import { answered, cutThenAnswered } from "../helpers/stories.ts";
import { foundIn, times, type Telling } from "./found.ts";

const detector = "overflowing-upstreams";

const refused =
  (line: Partial<Line>): Telling =>
  ({ at, id }) => ({
    calls: [clientLine({ at, id, code: 503, flags: "UO", took: 0, received: 0, host: "-", own: "-", ...line })],
    arrivals: [],
  });

const overflow = refused({ details: "upstream_reset_before_response_started{overflow}" });
const maintenance = refused({ details: "maintenance_mode", attempts: 0 });

/** The application answered 503, and the retry was refused: the line is that of the answer, with the flag. */
const refusedRetry: Telling = ({ at, id }) => ({
  calls: [clientLine({ at, id, code: 503, flags: "UO", took: 12 })],
  arrivals: [serverLine({ at: at + 1, id, code: 503, took: 10 })],
});

test("the three kinds are told apart, and what had reached the application before", async () => {
  const [finding, ...others] = await foundIn(detector, [
    ...times(3, overflow),
    ...times(2, maintenance),
    ...times(4, refusedRetry),
    ...times(61, answered),
  ]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    route: "payments.prod:8080",
    first_seen: "2026-11-20 09:00:00.000",
    last_seen: "2026-11-20 09:00:08.012",
    hits: 9,
    summary: "9 of 70 requests were stopped by a limit of the proxy (UO); the application had got 4 of them",
    why: "3 found no connection or place in the queue; 2 met a cluster in maintenance mode; 4 were not sent again, because the retry breaker or budget was used up; at 1 proxy",
    values: { overflows: 3, maintenance: 2, refused_retries: 4, unclear: 0, handed_over: 4, proxies: 1 },
  });
});

test("where callers are refused in numbers it is critical, and names the limits", async () => {
  const [finding] = await foundIn(detector, [...times(5, overflow), ...times(45, answered)]);
  expect(finding).toMatchObject({ severity: "critical" });
  expect(finding?.remedy).toMatch(/maxConnections.*http1MaxPendingRequests/);
});

test("refused retries alone are for information", async () => {
  const [finding] = await foundIn(detector, times(5, refusedRetry));
  expect(finding).toMatchObject({ severity: "info" });
  expect(finding?.remedy).toMatch(/^leave the limit/);
});

test("an overflow on a later send shows by the count or by the body that was received", async () => {
  const details = "upstream_reset_before_response_started{overflow}";
  const counted = refused({ details, attempts: 2 });
  const received = refused({ details, attempts: null, ordinal: null, received: 138 });
  expect(await foundIn(detector, [...times(2, counted), ...times(2, received), overflow])).toMatchObject([
    { hits: 5, values: { handed_over: 4 } },
  ]);
});

test("nothing is found in few, nor in other failures", async () => {
  expect(await foundIn(detector, [...times(4, overflow), ...times(9, cutThenAnswered)])).toEqual([]);
});
