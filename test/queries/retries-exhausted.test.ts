import { expect, test } from "vitest";
import { clientLine, serverLine } from "../helpers/lines.ts";
import { answered, cutToTheEnd, neverArrived, refusedThenAnswered, unseen } from "../helpers/stories.ts";
import { foundIn, times, type Telling } from "./found.ts";

const detector = "retries-exhausted";

/** Every send is answered 503, and the last answer goes to the caller. */
const refusedToTheEnd: Telling = ({ at, id }) => ({
  calls: [clientLine({ at, id, code: 503, flags: "URX", attempts: 3, took: 90 })],
  arrivals: [1, 2, 3].map((ordinal) =>
    serverLine({ at: at + ordinal * 25, id, code: 503, took: 10, ordinal, pod: ordinal }),
  ),
});

test("requests that failed after all retries are one finding of their route, with what they cost", async () => {
  const [finding, ...others] = await foundIn(detector, [
    ...times(5, refusedToTheEnd),
    ...times(2, refusedThenAnswered),
    ...times(3, answered),
  ]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    route: "POST payments.prod /payments",
    first_seen: "2026-11-20 09:00:00.000",
    last_seen: "2026-11-20 09:00:04.090",
    hits: 5,
    summary: "5 of 10 requests failed after all retries: 15 sends, and callers waited 90 ms in the middle",
    why: "5 of 5 last sends were answered 503; sending again helped 2 other requests",
    remedy:
      "give POST its own route with retryOn connect-failure,refused-stream: 5 of these reached the application more than once and failed all the same",
    values: { sends: 15, median_ms: 90, spent_ms: 450, helped: 2, handed_twice: 5, ending_hits: 5 },
  });
});

test("what never arrived harmed nobody, and its retries are of no use", async () => {
  expect(await foundIn(detector, [...times(5, neverArrived), ...times(5, answered)])).toMatchObject([
    {
      severity: "warning",
      values: { handed_twice: 0, helped: 0 },
      why: "5 of 5 last sends found no connection (UF); sending again never helped on this route",
      remedy:
        "take the retries off this route (attempts: 0) or mend what fails first; sending again mostly fails the same way",
    },
  ]);
});

test("nothing is found where sending again ended well, nor in a few that did not", async () => {
  expect(await foundIn(detector, [...times(4, refusedToTheEnd), ...times(6, refusedThenAnswered)])).toEqual([]);
});

test("where sending again helps more often, so few failures are no finding", async () => {
  const mostly = [...times(5, refusedToTheEnd), ...times(6, refusedThenAnswered)];
  expect(await foundIn(detector, mostly, ["retries-exhausted.min_share=0.5"])).toEqual([]);
  expect(await foundIn(detector, mostly)).toMatchObject([{ severity: "info", hits: 5, values: { helped: 6 } }]);
});

test("a hedged send that won beside others is a success, whatever its flag", async () => {
  const hedged: Telling = ({ at, id }) => {
    const { calls, arrivals } = cutToTheEnd({ at, id });
    return { calls: calls.map((line) => ({ ...line, code: 201, flags: "URX", details: "via_upstream" })), arrivals };
  };
  expect(await foundIn(detector, times(6, hedged))).toEqual([]);
});

test("gRPC errors have the code of a success and are failures", async () => {
  const grpc: Telling = ({ at, id }) => {
    const { calls, arrivals } = refusedToTheEnd({ at, id });
    const values = { code: 200, protocol: "HTTP/2", path: "/ledger.v1.Ledger/Append", grpcStatus: 14, sent: 0 };
    return {
      calls: calls.map((line) => ({ ...line, ...values })),
      arrivals: arrivals.map((line) => ({ ...line, ...values })),
    };
  };
  expect(await foundIn(detector, times(5, grpc))).toMatchObject([
    { hits: 5, values: { helped: 0, ending: "were answered with a gRPC error" } },
  ]);
});

test("where no line tells how often a request was sent, it says so", async () => {
  const untold: Telling = ({ at, id }) => {
    const { calls } = unseen({ at, id });
    return { calls: calls.map((line) => ({ ...line, attempts: null, ordinal: null })), arrivals: [] };
  };
  const [finding] = await foundIn(detector, times(5, untold));
  expect(finding).toMatchObject({
    values: { helped: null },
    summary: "5 of 5 requests failed after all retries: 10 or more sends, and callers waited 340 ms in the middle",
    why: "5 of 5 last sends were cut off by perTryTimeout (UT); whether sending again ever helps cannot be seen: no line tells how often a request was sent",
  });
});
