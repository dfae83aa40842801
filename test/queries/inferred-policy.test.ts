import { describe, expect, test } from "vitest";
import { clientLine, serverLine, type Line } from "../helpers/lines.ts";
import { answered, cutThenAnswered, cutToTheEnd, neverArrived, refusedThenAnswered } from "../helpers/stories.ts";
import { found, foundIn, times, type Telling } from "./found.ts";

const detector = "inferred-policy";

/** A request that was answered with this code and not sent again. */
const refused =
  (code: number, line: Partial<Line> = {}): Telling =>
  ({ at, id }) => ({
    calls: [clientLine({ at, id, code, took: 12, ...line })],
    arrivals: [serverLine({ at: at + 1, id, code, took: 10, ...line })],
  });
const refusedOnce =
  (refusal: number): Telling =>
  (at) =>
    refusedThenAnswered({ ...at, refusal });
const cutTo =
  (sends: number, cutAfter = 100): Telling =>
  (at) =>
    cutToTheEnd({ ...at, sends, cutAfter });

test("attempts, perTryTimeout and retryOn are told from exhausted requests, with their samples", async () => {
  const scattered = [97, 98, 99, 100, 101].map((cutAfter) => cutTo(4, cutAfter));
  const [finding, ...others] = await foundIn(detector, [...scattered, ...times(10, answered)]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "info",
    route: "POST payments.prod /payments",
    hits: 5,
    summary: "attempts 3, perTryTimeout 100 ms, timeout no evidence, retryOn gateway-error|5xx|reset",
    why: "5 of 5 requests that used up their retries made 4 sends; 20 of 20 sends that were cut off ended near 100 ms; sent again after: cut off (20 of 20)",
    remedy: "compare this with the VirtualService",
    values: {
      paths: 1,
      attempts: 3,
      attempts_samples: 5,
      attempts_agreeing: 5,
      most_sends: 4,
      per_try_timeout_ms: 100,
      per_try_samples: 20,
      per_try_agreeing: 20,
      timeout_ms: null,
      timeout_samples: 0,
      retry_on: "gateway-error|5xx|reset",
      sent_again: "cut off (20 of 20)",
      not_sent_again: null,
    },
  });
});

test("nothing is told where nothing was retried or timed out, nor from single cases", async () => {
  expect(await foundIn(detector, [...times(40, answered), ...times(40, refused(503))])).toEqual([]);
  expect(await foundIn(detector, [...times(4, cutThenAnswered), ...times(4, refusedOnce(503))])).toEqual([]);
});

describe("retryOn", () => {
  test.each([
    ["503 and 500 answered", [refusedOnce(503), refusedOnce(500)], "500+503|5xx"],
    ["503 sent again, 500 not", [refusedOnce(503), refused(500)], "503|gateway-error"],
    ["503 sent again, 500 and 502 not", [refusedOnce(503), refused(500), refused(502)], "503"],
    ["cut off, 503 not", [cutThenAnswered, refused(503)], "reset"],
    ["cut off and 503, 500 not", [cutThenAnswered, refusedOnce(503), refused(500)], "gateway-error"],
    ["cut off and 500", [cutThenAnswered, refusedOnce(500)], "5xx"],
    ["no connection, 503 not", [neverArrived, refused(503)], "connect-failure|reset-before-request|reset"],
    ["409", [refusedOnce(409)], "retriable-4xx|409"],
    ["403", [refusedOnce(403)], "403"],
  ] satisfies [string, Telling[], string][])("after %s", async (_, tellings, retry_on) => {
    const [finding] = await foundIn(
      detector,
      tellings.flatMap((telling) => times(10, telling)),
    );
    expect(finding?.values["retry_on"]).toBe(retry_on);
  });

  test("a gRPC status is told by its name", async () => {
    const unavailable: Telling = ({ at, id }) => {
      const { calls, arrivals } = refusedThenAnswered({ at, id, refusal: 200 });
      const grpc = { path: "/ledger.v1.Ledger/Append", protocol: "HTTP/2", code: 200, grpcStatus: 0 };
      const [first, ...later] = arrivals.map((line) => ({ ...line, ...grpc }));
      const failed = first === undefined ? [] : [{ ...first, grpcStatus: 14, sent: 0 }];
      return { calls: calls.map((line) => ({ ...line, ...grpc })), arrivals: [...failed, ...later] };
    };
    expect(await foundIn(detector, times(10, unavailable))).toMatchObject([
      { values: { retry_on: "unavailable", sent_again: "gRPC status 14 (10 of 10)" } },
    ]);
  });

  test("bodies that may not fit the retry buffer, and retries that a limit refused, prove nothing", async () => {
    const large = refused(503, { received: 100_000 });
    const limited: Telling = ({ at, id }) => ({
      calls: [clientLine({ at, id, code: 503, flags: "UO", took: 12 })],
      arrivals: [serverLine({ at: at + 1, id, code: 503, took: 10 })],
    });
    expect(
      await foundIn(detector, [...times(10, refusedOnce(503)), ...times(20, large), ...times(20, limited)]),
    ).toMatchObject([{ values: { retry_on: "503|gateway-error|5xx", not_sent_again: null } }]);
  });
});

test("the timeout of the whole request is told apart from that of a try", async () => {
  const timedOut =
    (took: number): Telling =>
    ({ at, id }) => ({
      calls: [clientLine({ at, id, code: 504, flags: "UT", details: "response_timeout", attempts: 3, took })],
      arrivals: [0, 130, 260].map((later, nth) =>
        serverLine({
          at: at + 1 + later,
          id,
          code: 0,
          flags: "DC",
          details: "downstream_remote_disconnect",
          took: nth === 2 ? took - 261 : 120,
          ordinal: nth + 1,
        }),
      ),
    });
  const tellings = [300, 301, 299, 300, 302, 300, 301, 300, 300, 301].map(timedOut);
  expect(await foundIn(detector, tellings)).toMatchObject([
    {
      values: {
        timeout_ms: 300,
        timeout_samples: 10,
        per_try_timeout_ms: 120,
        per_try_samples: 20,
        attempts: null,
        most_sends: 3,
      },
    },
  ]);
});

test("sends that ended at any duration tell no perTryTimeout", async () => {
  const anyhow = [20, 35, 60, 80, 95, 130, 170, 200, 240, 280].map((cutAfter) => cutTo(2, cutAfter));
  expect(await foundIn(detector, anyhow)).toMatchObject([
    { values: { per_try_timeout_ms: null, per_try_samples: 20 } },
  ]);
});

test("a limit on the life of streams is no perTryTimeout", async () => {
  const shortLived: Telling = (at) => {
    const { calls, arrivals } = cutToTheEnd({ ...at, sends: 3 });
    const limit = { flags: "URX,UMSDR", details: "upstream_max_stream_duration_reached" };
    return { calls: calls.map((line) => ({ ...line, ...limit })), arrivals };
  };
  expect(await foundIn(detector, times(6, shortLived))).toMatchObject([
    { values: { attempts: 2, per_try_timeout_ms: null } },
  ]);
});

test("paths of one named route are taken together", async () => {
  const at =
    (path: string): Telling =>
    (moment) =>
      cutToTheEnd({ ...moment, sends: 3, path, route: "payments-write" });
  const [finding, ...others] = await foundIn(detector, [...times(3, at("/payments")), ...times(2, at("/refunds"))]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    route: "POST payments.prod /payments (payments-write)",
    hits: 5,
    values: { paths: 2, attempts: 2 },
    remedy: "compare this with the VirtualService; it was seen on 2 methods and paths of the route",
  });
});

test("without attempt counts sends are counted by the server side, where all of it is logged", async () => {
  const told = Array.from({ length: 12 }, (_, nth) =>
    (nth < 6 ? cutTo(3) : answered)({ at: nth * 1000, id: `${nth}` }),
  );
  const calls = told.flatMap((story) => story.calls).map((line) => ({ ...line, attempts: null, ordinal: null }));
  const arrivals = told.flatMap((story) => story.arrivals).map((line) => ({ ...line, ordinal: null }));
  const attemptsIn = async (lines: readonly Line[]): Promise<unknown> =>
    (await found(detector, { "orders.log": calls, "payments.log": lines }))[0]?.values["attempts"] ?? null;
  expect(await attemptsIn(arrivals)).toBe(2);
  expect(await attemptsIn(arrivals.filter((_, nth) => nth % 2 === 0))).toBeNull();
});

test("where the proxy that sent did not log, it says so", async () => {
  const arrivals = Array.from({ length: 6 }, (_, nth) => cutTo(3)({ at: nth * 1000, id: `${nth}-a` }).arrivals).flat();
  const [finding] = await found(detector, { "payments.log": arrivals });
  expect(finding).toMatchObject({ values: { attempts: null, most_sends: 3, per_try_timeout_ms: 100 } });
  expect(finding?.why).toContain("the proxy that sent them did not log");
});
