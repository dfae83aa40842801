import { expect, test } from "vitest";
import { clientLine, serverLine, type Line } from "../helpers/lines.ts";
import { answered, neverArrived } from "../helpers/stories.ts";
import { foundIn, times, type Telling } from "./found.ts";

const detector = "reset-upstreams";

const closed = { code: 503, flags: "UC", details: "upstream_reset_before_response_started{connection_termination}" };
const cutAnswer = { code: 200, flags: "UPE", details: "upstream_reset_after_response_started{protocol_error}" };

/** A send that the server broke off after so many ms, and the send after it that was answered. */
const thenAnswered =
  (took: number): Telling =>
  ({ at, id }) => ({
    calls: [clientLine({ at, id, attempts: 2, took: took + 70 })],
    arrivals: [
      serverLine({ at: at + 1, id, ...closed, took }),
      serverLine({ at: at + took + 25, id, took: 38, ordinal: 2, pod: 2 }),
    ],
  });

/** A single send that the server broke off. */
const toTheEnd =
  (took: number, end: Partial<Line> = closed): Telling =>
  ({ at, id }) => ({
    calls: [clientLine({ at, id, code: 503, ...(end === cutAnswer ? cutAnswer : {}), took: took + 2 })],
    arrivals: [serverLine({ at: at + 1, id, ...end, took })],
  });

test("the keep-alive race, deaths and cut answers are told apart", async () => {
  const [finding, ...others] = await foundIn(detector, [
    ...times(2, thenAnswered(1)),
    ...times(4, thenAnswered(300)),
    toTheEnd(20, cutAnswer),
    ...times(13, answered),
  ]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    route: "payments.prod:8080",
    hits: 7,
    summary:
      "7 of 20 requests had a send that the server broke off; their callers saw 1 fail, and 4 reached the application more than once",
    why: "2 sends within 10 ms, as on a connection that was just closing (keep-alive race); 4 while the server worked, after 300 ms in the middle; 1 after the answer had begun; 7 at 10.0.2.1:8080",
    values: { races: 2, deaths: 4, cut_answers: 1, unclear: 0, failed: 1, handed_twice: 4, is_fixed: false },
  });
  expect(finding?.remedy).toMatch(/crash, memory limit.*retryOn connect-failure,refused-stream$/);
});

test("the race alone, met by another send each time, is for information", async () => {
  expect(await foundIn(detector, [...times(5, thenAnswered(0)), ...times(5, answered)])).toMatchObject([
    {
      severity: "info",
      values: { races: 5, deaths: 0, failed: 0, handed_twice: 0 },
      remedy: "set connectionPool.http.idleTimeout in the DestinationRule below the keep-alive timeout of the server",
    },
  ]);
});

test("callers that fail make it critical, and one duration of all names a timeout of the server", async () => {
  const [finding] = await foundIn(detector, [...times(10, toTheEnd(120_001)), ...times(10, answered)]);
  expect(finding).toMatchObject({ severity: "critical", values: { failed: 10, is_fixed: true, median_ms: 120_001 } });
  expect(finding?.why).toContain("nearly all alike, as under a timeout of the server");
});

test("where only the side that sends logged, its lines tell", async () => {
  const alone =
    (line: Partial<Line>): Telling =>
    ({ at, id }) => ({
      calls: [clientLine({ at, id, ...closed, ...line })],
      arrivals: [],
    });
  const findings = await foundIn(detector, [
    ...times(2, alone({ took: 1 })),
    ...times(2, alone({ took: 400, flags: "URX,UC", attempts: 3 })),
    alone({ took: 60, flags: "URX,UC", attempts: 3 }),
  ]);
  expect(findings).toMatchObject([{ hits: 5, values: { races: 2, deaths: 2, unclear: 1 } }]);
});

test("nothing is found in few, nor in connections and streams that were refused", async () => {
  const refusedStream = {
    code: 503,
    flags: "UR",
    details: "upstream_reset_before_response_started{remote_refused_stream_reset}",
  };
  expect(
    await foundIn(detector, [
      ...times(9, neverArrived),
      ...times(9, toTheEnd(3, refusedStream)),
      ...times(4, thenAnswered(50)),
    ]),
  ).toEqual([]);
});
