import { expect, test } from "vitest";
import { inMemory, type Logs } from "../helpers/in-memory.ts";
import {
  clientLine,
  cutOff,
  envoyTextOf,
  idOf,
  jsonOf,
  perTryTimeout,
  serverLine,
  textOf,
  type Line,
} from "../helpers/lines.ts";

/** The verdicts of all requests, each with how often it was given. */
async function verdictsOf(logs: Logs): Promise<Readonly<Record<string, number>>> {
  const { query } = await inMemory(logs, { write: jsonOf, detectors: [] });
  const rows = await query("SELECT verdict, count(*) AS requests FROM request GROUP BY verdict");
  return Object.fromEntries(rows.map(({ verdict, requests }) => [String(verdict), Number(requests)]));
}

test("an internal redirect is two lines of one proxy, and no duplicate", async () => {
  const first = clientLine({ code: 302, details: "internal_redirect", path: "/new", took: 20 });
  const second = clientLine({ path: "/new", host: "10.0.2.2:8080", received: 240, took: 60 });
  const logs = {
    "orders.log": [first, second],
    "payments-1.log": [serverLine({ code: 302, took: 15 })],
    "payments-2.log": [serverLine({ pod: 2, path: "/new", at: 22, took: 36 })],
  };
  expect(Object.keys(await verdictsOf(logs))).toEqual(["none"]);
});

test("lines that a proxy writes while a request goes on are no requests", async () => {
  const types = ["DownstreamStart", "DownstreamPeriodic", "UpstreamPoolReady", "UpstreamPeriodic"];
  const meanwhile = types.map((type, nth) => clientLine({ type, at: nth }));
  expect(await verdictsOf({ "orders.log": [...meanwhile, clientLine({ type: "DownstreamEnd" })] })).toEqual({
    none: 1,
  });
});

test("the router's own line of a send is no request, and a send that only it tells of is known by it", async () => {
  const sends = [
    clientLine({ type: "UpstreamEnd", at: 1, took: 100, code: 0, flags: "UT", details: "-", attempts: 0, ordinal: 1 }),
    clientLine({ type: "UpstreamEnd", at: 112, took: 37, details: "via_upstream", attempts: 0, ordinal: 2 }),
  ];
  const logs = { "orders.log": [...sends, clientLine({ type: "DownstreamEnd", attempts: 2, took: 150 })] };
  const { query } = await inMemory(logs, { write: jsonOf, detectors: [] });
  expect(await query("SELECT sends, verdict, sends_known_by FROM request")).toEqual([
    { sends: 2, verdict: "probable", sends_known_by: "upstream_log" },
  ]);
});

test("a call for a tunnel is no request", async () => {
  expect(
    await verdictsOf({ "orders.log": [clientLine({ method: "CONNECT", path: "-" }), clientLine({ id: idOf(1) })] }),
  ).toEqual({ none: 1 });
});

test("a hedged send runs beside the first, and both were handed over", async () => {
  const logs = {
    "orders.log": [clientLine({ flags: "URX", attempts: 2, took: 140 })],
    "payments-1.log": [serverLine({ ...cutOff, at: 1, took: 139 })],
    "payments-2.log": [serverLine({ pod: 2, at: 101, took: 37, ordinal: 2 })],
  };
  expect(await verdictsOf(logs)).toEqual({ confirmed: 1 });
});

test("the same call of the same caller under another id, soon after a failure, possibly ran twice", async () => {
  const failed = clientLine({ ...perTryTimeout, flags: "UT", took: 300 });
  const again = (at: number): Logs => ({
    "gateway.log": [failed, clientLine({ at, id: idOf(1), peer: "10.0.1.1:50009" })],
  });
  expect(await verdictsOf(again(1000))).toEqual({ possible: 1, none: 1 });
  expect(await verdictsOf(again(5300))).toEqual({ possible: 1, none: 1 });
  expect(await verdictsOf(again(5301))).toEqual({ none: 2 });
});

test.each([
  ["of another caller", { peer: "10.0.1.99:50001" }],
  ["with a body of another size", { received: 121 }],
  ["to another path", { path: "/refunds" }],
  ["of a method that may be repeated", { method: "PUT" }],
])("a call %s after a failure is no second send", async (_what, values) => {
  const failed = clientLine({ ...perTryTimeout, flags: "UT", took: 300, ...("method" in values ? values : {}) });
  const logs = { "gateway.log": [failed, clientLine({ at: 400, id: idOf(1), ...values })] };
  expect(await verdictsOf(logs)).toEqual({ none: 2 });
});

test("a call under another id after one that succeeded, or that never arrived, is no second send", async () => {
  const refused = {
    code: 503,
    flags: "UF",
    details: "upstream_reset_before_response_started{remote_connection_failure}",
    own: "-",
  } as const;
  for (const before of [clientLine(), clientLine(refused)]) {
    expect(await verdictsOf({ "gateway.log": [before, clientLine({ at: 400, id: idOf(1) })] })).toEqual({ none: 2 });
  }
});

test("of two lines of the same milliseconds the inner one is that of the proxy whose lines are shorter elsewhere", async () => {
  const calls = [1, 2, 3, 4].map((nth) => ({ at: 1000 * nth, id: idOf(nth), path: `/v1/accounts/${nth}` }));
  const { query } = await inMemory(
    {
      // The asked side's file is read first.
      "a-server.log": calls.map((call) => serverLine({ ...call, took: 1 })),
      "b-client.log": calls.map((call, index) => clientLine({ ...call, took: index === 0 ? 1 : 3 })),
    },
    { write: envoyTextOf },
  );
  expect(await query("SELECT DISTINCT proxy, side FROM request")).toEqual([{ proxy: "b-client", side: "client" }]);
});

test("in times of whole seconds, the sends of one of several requests of one id are not taken for another's", async () => {
  const inSeconds = (line: Line): string => textOf(line).replace(/\.\d{3}Z\]/, ".000Z]");
  const calls = [0, 250, 500, 750].map((at) => ({ at, path: "/v1/charges" }));
  const again = { at: 300, path: "/v1/charges" };
  const logs = {
    "client.log": calls.map((call) => clientLine({ ...call, took: call.at === 250 ? 90 : 20 })),
    "server.log": [
      ...calls.map((call) => serverLine({ ...call, took: 10, ...(call.at === 250 ? cutOff : {}) })),
      serverLine({ ...again, took: 30 }),
    ],
  };
  const accused = "SELECT count(*) AS n FROM request WHERE verdict IN ('confirmed', 'probable')";
  const [exact, coarse] = [await inMemory(logs), await inMemory(logs, { write: inSeconds })];
  expect(await exact.query(accused)).toEqual([{ n: 1 }]);
  expect(await coarse.query(accused)).toEqual([{ n: 0 }]);
});

test("of two equal calls made at once, the one whose line was lost is no second send of the other", async () => {
  const call = { at: 100, path: "/v1/charges", took: 40 };
  const { query } = await inMemory({
    "client.log": [clientLine(call)],
    "server.log": [serverLine({ ...call, at: 101, took: 30 }), serverLine({ ...call, at: 102, took: 31, pod: 2 })],
  });
  expect(await query("SELECT DISTINCT verdict FROM request")).toEqual([{ verdict: "possible" }]);
});

test("where clocks drift, the sends of one of several requests of one id are not taken for another's", async () => {
  // Twenty-five calls whose sends lie up to 12 ms outside them, on either side, and four of one id after each other.
  const plain = Array.from({ length: 25 }, (_, nth) => ({ at: 1000 * nth, id: idOf(nth), path: "/v1/plain" }));
  const loop = [0, 50, 100, 150].map((at) => ({ at: 60_000 + at, path: "/v1/charges" }));
  const off = (nth: number): number => (nth % 2 === 0 ? 12 : -12);
  const { query } = await inMemory({
    "client.log": [...plain, ...loop].map((call) => clientLine({ ...call, took: 40 })),
    "server.log": [plain, loop].flatMap((calls) =>
      calls.map((call, nth) => serverLine({ ...call, at: call.at + off(nth), took: 38 })),
    ),
  });
  expect(await query("SELECT count(*) AS n FROM request WHERE verdict IN ('confirmed', 'probable')")).toEqual([
    { n: 0 },
  ]);
});
