import { expect, test } from "vitest";
import { inMemory, type Analysed, type Logs } from "../helpers/in-memory.ts";
import { clientLine, cutOff, idOf, jsonOf, perTryTimeout, serverLine, textOf, type Line } from "../helpers/lines.ts";

/** Each request as `PROXY SIDE CODE: N sent, N delivered, VERDICT`, in the order of time. */
async function requestsOf({ query }: Analysed): Promise<readonly string[]> {
  const rows = await query(
    `SELECT proxy || ' ' || side || ' ' || response_code || ': ' || sends || ' sent, ' || delivered || ' delivered, ' || verdict AS told
     FROM request ORDER BY started_at, id`,
  );
  return rows.map(({ told }) => String(told));
}

const from = async (logs: Logs, write?: (line: Line) => string): Promise<readonly string[]> =>
  requestsOf(await inMemory(logs, { detectors: [], ...(write === undefined ? {} : { write }) }));

const call = clientLine({ ...perTryTimeout, attempts: 2, took: 212 });
const [first, second] = [
  serverLine({ ...cutOff, took: 100 }),
  serverLine({ ...cutOff, at: 112, took: 99, ordinal: 2 }),
];
const twice = ["orders client 504: 2 sent, 2 delivered, confirmed"];

test("an id whose traced digit changed between two hops is one request", async () => {
  const [traced, shouted] = [first.id.replace("-4c1e-", "-9c1e-"), first.id.toUpperCase()];
  const logs = {
    "orders.log": [call],
    "payments.log": [
      { ...first, id: traced },
      { ...second, id: shouted },
    ],
  };
  expect(await from(logs)).toEqual(twice);
});

test("an id of another length is compared whole", async () => {
  const id = "af3c10be5d2f4c1e9a3b0d4e5f6a7b8c";
  const other = "af3c10be5d2f4c9e9a3b0d4e5f6a7b8c";
  const logs = {
    "orders.log": [{ ...call, id }],
    "payments.log": [
      { ...first, id },
      { ...second, id: other },
    ],
  };
  expect(await from(logs)).toEqual([
    "orders client 504: 2 sent, 1 delivered, harmless",
    "payments server 0: 1 sent, 1 delivered, none",
  ]);
});

test("lines are joined whatever their order and their files", async () => {
  expect(await from({ "payments.log": [second, first], "orders.log": [call] })).toEqual(twice);
  expect(await from({ "all.log": [second, call, first] })).toEqual(["all client 504: 2 sent, 2 delivered, confirmed"]);
});

test("a line that two files hold is one line", async () => {
  const other = clientLine({ at: 5000, id: idOf(7) });
  const logs = {
    "orders.log": [call],
    "payments.log": [first, second],
    "payments.old.log": [first, other],
    "orders.1.log": [call, other],
  };
  expect((await from(logs)).filter((told) => told.includes("504"))).toEqual(twice);
});

test("a single send is no second one because two files hold its line", async () => {
  const [asked, got] = [clientLine(), serverLine()];
  const logs = { "orders.log": [asked], "payments.log": [got], "payments-copy.log": [got, "some other line"] };
  expect(await from(logs)).toEqual(["orders client 201: 1 sent, 1 delivered, none"]);
});

test("a proxy that logs in two formats logged each line once", async () => {
  const lines = [serverLine()];
  const logs = {
    "orders.log": [textOf(clientLine()), jsonOf(clientLine())],
    "payments.log": [...lines.map(textOf), ...lines.map(jsonOf)],
  };
  expect(await from(logs)).toEqual(["orders client 201: 1 sent, 1 delivered, none"]);
});

test("sends of one connection that begin in one millisecond are told apart by their ordinals", async () => {
  const fast = { code: 503, at: 3, took: 0, protocol: "HTTP/2" } as const;
  const logs = {
    "orders.log": [clientLine({ attempts: 2, code: 503, flags: "URX", took: 6, protocol: "HTTP/2" })],
    "payments.log": [serverLine(fast), serverLine({ ...fast, ordinal: 2 })],
  };
  expect(await from(logs, jsonOf)).toEqual(["orders client 503: 2 sent, 2 delivered, confirmed"]);
});

test("a send that failed in the millisecond in which the next began is no call that the application made meanwhile", async () => {
  const logs = {
    "orders.log": [clientLine({ attempts: 2, took: 44 })],
    "payments.log": [
      serverLine({ code: 503, at: 3, took: 0 }),
      serverLine({ at: 3, took: 40, peer: "10.0.1.1:40002", ordinal: 2 }),
    ],
  };
  expect(await from(logs, textOf)).toEqual(["orders client 201: 2 sent, 2 delivered, confirmed"]);
});

test("where only the server side logged, a send that follows a failed one within the back-off is the same request", async () => {
  expect(await from({ "payments.log": [first, second] })).toEqual([
    "payments server 0: 2 sent, 2 delivered, confirmed",
  ]);
});

test("where only the server side logged, a send long after a failed one is a request of its own", async () => {
  expect(await from({ "payments.log": [first, { ...second, at: 1500 }] })).toEqual([
    "payments server 0: 1 sent, 1 delivered, none",
    "payments server 0: 1 sent, 1 delivered, probable",
  ]);
});

test("where only the server side logged, a send after an answered one is a request of its own", async () => {
  const calls = [serverLine(), serverLine({ at: 60 }), serverLine({ at: 120 })];
  expect(await from({ "payments.log": calls })).toEqual(
    calls.map(() => "payments server 201: 1 sent, 1 delivered, none"),
  );
});

test("where only the caller's side logged, no more than possible is claimed", async () => {
  expect(await from({ "orders.log": [call] })).toEqual(["orders client 504: 2 sent, 0 delivered, possible"]);
  expect(await from({ "orders.log": [call] }, jsonOf)).toEqual(["orders client 504: 2 sent, 0 delivered, possible"]);
});

test("where the log of one pod is missing, a send that no line tells of may have arrived", async () => {
  const elsewhere = clientLine({ at: 9000, id: idOf(3), host: "10.0.2.2:8080" });
  const logs = {
    "orders.log": [clientLine({ attempts: 2, took: 90 }), elsewhere],
    "payments-1.log": [serverLine({ at: 50, ordinal: 2 })],
  };
  expect((await from(logs, jsonOf))[0]).toBe("orders client 201: 2 sent, 1 delivered, possible");
});

test("a gateway that passes on the client's address is joined all the same", async () => {
  const xff = { forwardedFor: "203.0.113.9", peer: "203.0.113.9:0" } as const;
  const logs = {
    "gateway.log": [{ ...call, forwardedFor: "203.0.113.9" }],
    "payments.log": [
      { ...first, ...xff },
      { ...second, ...xff },
    ],
  };
  expect(await from(logs)).toEqual(["gateway client 504: 2 sent, 2 delivered, confirmed"]);
});

test("two equal calls at one time, one of which was sent twice, are not both called duplicates", async () => {
  const [ownA, ownB] = ["10.0.1.1:40001", "10.0.1.1:40002"];
  const logs = {
    "orders.log": [clientLine({ own: ownA, took: 200, attempts: 2 }), clientLine({ at: 3, own: ownB, took: 60 })],
    "payments.log": [
      serverLine({ ...cutOff, peer: ownA, took: 100 }),
      serverLine({ at: 4, peer: ownB, took: 50 }),
      serverLine({ at: 130, peer: ownA, took: 60, ordinal: 2 }),
    ],
  };
  const told = ["orders client 201: 2 sent, 2 delivered, confirmed", "orders client 201: 1 sent, 1 delivered, none"];
  expect(await from(logs, jsonOf)).toEqual(told);
  expect(await from(logs, textOf)).toEqual(told);
});

test("an application that calls its own service is not sent to twice", async () => {
  const [outer, inner] = [serverLine({ took: 90 }), serverLine({ pod: 2, at: 11, took: 60, peer: "10.0.2.1:40009" })];
  const itself = clientLine({ at: 10, took: 62, host: "10.0.2.2:8080", own: "10.0.2.1:40009" });
  const logs = {
    "orders.log": [clientLine({ took: 93 })],
    "payments-1.log": [outer, itself],
    "payments-2.log": [inner],
  };
  expect(await from(logs)).toEqual([
    "orders client 201: 1 sent, 1 delivered, none",
    "payments-1 client 201: 1 sent, 1 delivered, none",
  ]);
});

test("a method that may be repeated is never hurt", async () => {
  for (const method of ["GET", "PUT", "DELETE"]) {
    const logs = {
      "orders.log": [{ ...call, method }],
      "payments.log": [
        { ...first, method },
        { ...second, method },
      ],
    };
    expect(await from(logs)).toEqual(["orders client 504: 2 sent, 2 delivered, harmless"]);
  }
});

test("lines without an id are joined by call, time and address, and never more than probable", async () => {
  const [asked, ...sends] = [call, first, second].map((line) => ({ ...line, id: "-" }));
  expect(await from({ "orders.log": [asked ?? call], "payments.log": sends })).toEqual([
    "orders client 504: 2 sent, 2 delivered, probable",
  ]);
});

test("lines without an id that may be repeated are requests of their own", async () => {
  const lines = [call, first, second].map((line) => ({ ...line, id: "-", method: "GET" }));
  expect(await from({ "all.log": lines })).toEqual([
    "all client 504: 1 sent, 0 delivered, none",
    "all server 0: 1 sent, 1 delivered, none",
    "all server 0: 1 sent, 1 delivered, none",
  ]);
});

test("a call that an application made while it handled another one names it as its parent", async () => {
  const asked = { path: "/orders", authority: "orders.prod" } as const;
  const { query } = await inMemory({
    "gateway.log": [clientLine({ ...asked, took: 100, own: "10.0.0.1:39001", host: "10.0.1.1:8080" })],
    "orders.log": [
      serverLine({ ...asked, took: 97, local: "10.0.1.1:8080", host: "10.0.1.1:8080", peer: "10.0.0.1:39001" }),
      clientLine({ at: 20 }),
      clientLine({ at: 400, id: idOf(5) }),
    ],
    "payments.log": [serverLine({ at: 21 })],
  });
  const rows = await query(
    `SELECT child.path || ' of ' || coalesce(parent.path, 'nobody') AS told
     FROM request AS child LEFT JOIN request AS parent ON child.parent_request = parent.id ORDER BY child.started_at`,
  );
  expect(rows.map(({ told }) => told)).toEqual(["/orders of nobody", "/payments of /orders", "/payments of nobody"]);
});

test("a request that was sent before its first line was logged counts what the attempt count tells", async () => {
  const { query } = await inMemory({ "orders.log": [call], "payments.log": [second] }, { write: jsonOf });
  const rows = await query("SELECT ordinal, outcome, told_by FROM send ORDER BY ordinal");
  expect(rows).toEqual([
    { ordinal: 1, outcome: "not_seen", told_by: null },
    { ordinal: 2, outcome: "delivered", told_by: "server" },
  ]);
});

test("where the server's log is of another hour, what may have arrived is possible and not harmless", async () => {
  const later = { at: 3_600_000, id: idOf(1) };
  const logs = { "orders.log": [call, clientLine(later)], "payments.log": [serverLine(later)] };
  expect((await from(logs))[0]).toBe("orders client 504: 2 sent, 0 delivered, possible");
});

test("where a gateway rewrote the path, both hops tell of the duplicate and neither calls it harmless", async () => {
  const logs = { "gateway.log": [{ ...call, path: "/api/payments" }], "payments.log": [first, second] };
  expect(await from(logs)).toEqual([
    "gateway client 504: 2 sent, 0 delivered, possible",
    "payments server 0: 2 sent, 2 delivered, confirmed",
  ]);
});

test("an id that comes back for hours joins nothing, though one of its calls failed", async () => {
  const times = Array.from({ length: 50 }, (_, index) => index * 120_000);
  const lines = times.map((at, index) => (index === 7 ? { at, code: 503 } : { at }));
  const logs = {
    "orders.log": lines.map(clientLine),
    "payments.log": lines.map((line) => serverLine({ ...line, at: line.at + 1 })),
  };
  expect(new Set((await from(logs)).map((told) => told.split(", ").at(-1)))).toEqual(new Set(["none"]));
});

test("an id in tens of thousands of lines is no more work than as many ids", { timeout: 60_000 }, async () => {
  const times = Array.from({ length: 10_000 }, (_, index) => index * 10);
  const port = (at: number): string => `10.0.1.1:${20_000 + ((at / 10) % 40_000)}`;
  const { query } = await inMemory(
    {
      "orders.log": times.map((at) => clientLine({ at, took: 400, own: port(at) })),
      "payments.log": times.map((at) => serverLine({ at: at + 1, took: 390, peer: port(at) })),
    },
    { detectors: [] },
  );
  expect(
    await query("SELECT verdict, sum(delivered) AS delivered, count(*) AS requests FROM request GROUP BY ALL"),
  ).toEqual([{ verdict: "none", delivered: 10_000, requests: 10_000 }]);
});

test("a send has the times and the sizes of the line that tells of it", async () => {
  const { query } = await inMemory({
    "orders.log": [clientLine({ took: 90, sent: 30 }), clientLine({ id: idOf(1), at: 500, took: 70 })],
    "payments.log": [serverLine({ at: 12, took: 66, sent: 24 })],
  });
  expect(
    await query(
      "SELECT told_by, duration_ms, epoch_ms(started_at) % 60000 AS began, epoch_ms(ended_at) % 60000 AS ended, bytes_sent FROM send ORDER BY began",
    ),
  ).toEqual([
    { told_by: "server", duration_ms: 66, began: 12, ended: 78, bytes_sent: 24 },
    { told_by: "client", duration_ms: 70, began: 500, ended: 570, bytes_sent: 24 },
  ]);
});
