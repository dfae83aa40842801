import { expect, test } from "vitest";
import type { Logs } from "../helpers/in-memory.ts";
import { clientLine, idOf, jsonOf, textOf, type Line } from "../helpers/lines.ts";
import { answered, logsOfStories } from "../helpers/stories.ts";
import { examined, fieldsThatAre, of } from "./examined.ts";

/** So many requests that both sides logged, one a second. */
const stories = (count: number, values: Partial<Line> = {}) =>
  Array.from({ length: count }, (_, nth) => answered({ ...values, at: nth * 1000, id: idOf(nth) }));
const both = (count: number, values: Partial<Line> = {}): Logs => logsOfStories(stories(count, values));
const failed = { code: 503, flags: "-" } as const;

test("whole logs of both sides with every field: nothing is suspected and nothing advised", async () => {
  const checkup = await examined(both(40), jsonOf);
  expect(fieldsThatAre("missing", checkup)).toEqual([]);
  expect(checkup).toMatchObject({ suspicions: [], absent: [], advice: [] });
  expect(of("duplicated-posts", checkup)?.runs).toBe("fully");
});

test("a log with errors only is a suspicion, as strong as its count", async () => {
  const errors = (count: number) =>
    Array.from({ length: count }, (_, nth) => clientLine({ ...failed, at: nth * 1000, id: idOf(nth) }));
  const kinds = async (count: number) => {
    const { suspicions } = await examined({ "orders.log": errors(count) });
    return suspicions.filter(({ kind }) => kind === "filter").map(({ certainty, evidence }) => [certainty, evidence]);
  };
  expect(await kinds(19)).toEqual([]);
  expect(await kinds(20)).toEqual([
    ["possible", "none of 20 requests has a status below 400; no other log tells whether any was good"],
  ]);
  expect(await kinds(101)).toEqual([["likely", expect.stringContaining("none of 101 requests")]]);
});

test("a filter is sure where the other side has good requests that the log lacks, and shares are said to be wrong", async () => {
  const all = Array.from({ length: 62 }, (_, nth) =>
    answered({ at: nth * 1000, id: idOf(nth), ...(nth % 2 === 0 ? failed : {}) }),
  );
  const { "orders.log": calls = [], "payments.log": arrivals = [] } = logsOfStories(all);
  const checkup = await examined({
    "orders.log": calls,
    "payments.log": arrivals.filter((line) => typeof line !== "string" && line.code >= 400),
  });
  expect(checkup.suspicions).toEqual([
    {
      kind: "filter",
      subject: "payments",
      certainty: "sure",
      evidence: expect.stringMatching(
        /^none of 31 requests has a status below 400; 2\d good ones that passed it stand in other logs only$/,
      ),
      breaks: expect.stringContaining("retry-storms"),
    },
  ]);
  expect(of("retry-storms", checkup)?.because).toContainEqual(expect.stringContaining("sure of payments"));
  expect(checkup.advice.find(({ title }) => title === "Log good requests too")?.yaml).toContain("kind: Telemetry");
});

test("where the other side saw only failures too, the service failed and no filter is suspected", async () => {
  expect((await examined(both(60, failed))).suspicions).toEqual([]);
});

test("a log that has a part of what the other side tells of is suspected of sampling", async () => {
  const { "orders.log": calls = [], "payments.log": arrivals = [] } = both(124);
  const checkup = await examined({ "orders.log": calls, "payments.log": arrivals.filter((_, nth) => nth % 4 === 0) });
  expect(checkup.suspicions).toMatchObject([
    {
      kind: "sampling",
      subject: "payments",
      certainty: "likely",
      evidence: expect.stringMatching(/it has \d+ \(2\d\.\d %/),
    },
  ]);
});

test("one side only: the services that were asked are named, with a Telemetry resource for their namespace", async () => {
  const { "orders.log": calls = [] } = both(31);
  const checkup = await examined({ "orders.log": calls });
  expect(checkup.absent).toMatchObject([
    {
      side: "server",
      service: "payments.prod.svc.cluster.local",
      addresses: 1,
      requests: 31,
      example: "10.0.2.1:8080",
    },
  ]);
  expect(checkup.advice.map(({ yaml }) => /namespace: prod$/m.test(yaml ?? ""))).toContain(true);
});

test("rows of the router's own log tell of sends, and are no side that was asked", async () => {
  const { "orders.log": calls = [] } = both(31);
  const sends = calls.map((line) =>
    typeof line === "string" ? line : { ...line, type: "UpstreamEnd", at: line.at + 1, took: 38 },
  );
  const checkup = await examined({ "orders.log": calls, "sends.log": sends }, jsonOf);
  expect(checkup.other_rows).toEqual([{ kind: "send", lines: 31 }]);
  expect(checkup.absent).toMatchObject([{ side: "server", service: "payments.prod.svc.cluster.local", requests: 31 }]);
  expect(of("duplicated-posts", checkup)?.because).toContainEqual(expect.stringContaining("nothing is confirmed"));
});

test("the server side only: the callers are counted, and that they have proxies where the server name says so", async () => {
  const { "payments.log": arrivals = [] } = both(31);
  const checkup = await examined({ "payments.log": arrivals });
  expect(checkup.absent).toMatchObject([
    {
      side: "client",
      addresses: 1,
      requests: 31,
      evidence: expect.stringContaining("31 of them came from proxies of the mesh"),
    },
  ]);
  expect(of("retries-exhausted", checkup)).toMatchObject({ runs: "weaker" });
});

test("a clock that is off is told with the sends that show it", async () => {
  const { "orders.log": calls = [], "payments.log": arrivals = [] } = both(31);
  const late = arrivals.map((line) => (typeof line === "string" ? line : { ...line, at: line.at + 5000 }));
  const { clocks } = await examined({ "orders.log": calls, "payments.log": late });
  expect(clocks).toEqual([
    // Its calls are made at whole seconds.
    { proxy: "orders", offset_ms: 0, sends: 31, is_coarse: true },
    { proxy: "payments", offset_ms: -5000, sends: 31, is_coarse: false },
  ]);
});

test("clocks of too few sends are not said to be right", async () => {
  expect((await examined(both(4))).clocks).toMatchObject([{ offset_ms: null }, { offset_ms: null }]);
});

test("lines without ids: the field is missing, and no other format is advised for it", async () => {
  const checkup = await examined(both(31, { id: "-" }), (line) => jsonOf({ ...line, id: "-" }));
  expect(fieldsThatAre("missing", checkup)).toEqual(["request_id"]);
  expect(checkup.advice.map(({ title }) => title)).toEqual(["Istio: give requests an id"]);
  expect(of("duplicated-posts", checkup)).toMatchObject({ runs: "not", because: ["no line has request_id"] });
});

test("some lines without ids are counted", async () => {
  const stories30 = Array.from({ length: 30 }, (_, nth) =>
    answered({ at: nth * 1000, id: nth % 3 === 0 ? "-" : idOf(nth) }),
  );
  const checkup = await examined(logsOfStories(stories30));
  expect(of("duplicated-posts", checkup)?.because).toContainEqual(
    expect.stringMatching(/^20 of 60 requests \(33\.3 %\) have no id/),
  );
});

test("Envoy's default text tells no side: what was joined is said to be, and the rest is unknown", async () => {
  const plain = (line: Line): string =>
    `[${textOf(line).slice(1, 25)}] "${line.method} ${line.path} ${line.protocol}" ${line.code} ${line.flags} ${line.received} ${line.sent} ${line.took} - "-" "okhttp/5" "${line.id}" "${line.authority}" "${line.host}"`;
  const { "orders.log": calls = [], "payments.log": arrivals = [] } = both(31);
  const checkup = await examined({ "orders.log": calls, "payments.log": arrivals.slice(0, 20) }, plain);
  expect(checkup.proxies).toMatchObject([
    { proxy: "orders", client: 20, unknown: 11, joined: 20 },
    { proxy: "payments", server: 20, unknown: 0, joined: 20 },
  ]);
  // They are joined where one lies inside the other, which proves nothing of clocks.
  expect(checkup.clocks).toMatchObject([{ offset_ms: null }, { offset_ms: null }]);
  expect(of("uneven-subsets", checkup)).toMatchObject({ runs: "not" });
});

test("a log that is given twice is skipped and named; one that overlaps is told by its equal lines", async () => {
  const { "orders.log": calls = [], "payments.log": arrivals = [] } = both(31);
  const checkup = await examined({
    "orders.log": calls,
    "copy.log": calls,
    "payments.log": arrivals,
    "payments.1.log": arrivals.slice(5),
  });
  expect(checkup.sources.map(({ skipped }) => skipped !== null)).toEqual([false, true, false, false]);
  expect(checkup.suspicions).toMatchObject([
    { kind: "repeated", subject: "payments", evidence: expect.stringContaining("26 copies") },
  ]);
});

test("a log with a hole in it, and one that begins late", async () => {
  const { "orders.log": calls = [], "payments.log": arrivals = [] } = both(310);
  const holed = calls.filter((_, nth) => nth < 100 || nth >= 200);
  const checkup = await examined({ "orders.log": holed, "payments.log": arrivals.slice(150) });
  expect(checkup.suspicions.filter(({ kind }) => kind === "silence")).toMatchObject([
    { subject: "orders", certainty: "possible", evidence: expect.stringContaining("(1 min 41 s)") },
  ]);
  expect(checkup.suspicions.filter(({ kind }) => kind === "partial")).toMatchObject([
    { subject: "payments", certainty: "likely" },
  ]);
});

test("a file of as many lines as tools stop at", async () => {
  const { suspicions } = await examined(both(100));
  expect(suspicions.map(({ kind, certainty }) => [kind, certainty])).toEqual([
    ["limit", "possible"],
    ["limit", "possible"],
  ]);
});

test("rows that are no requests are counted apart", async () => {
  const { "orders.log": calls = [] } = both(31);
  const rows = [
    clientLine({ method: "-", path: "-", protocol: "-", code: 0, id: idOf(90) }),
    clientLine({ method: "CONNECT", id: idOf(91) }),
    clientLine({ type: "DownstreamPeriodic", id: idOf(92) }),
    clientLine({ type: "UpstreamEnd", id: idOf(93) }),
  ];
  const asJson = (line: Line): string => jsonOf(line).replaceAll('"-"', "null");
  const checkup = await examined({ "orders.log": [...calls, ...rows] }, asJson);
  expect(checkup.other_rows).toEqual([
    { kind: "send", lines: 1 },
    { kind: "tcp", lines: 1 },
    { kind: "tunnel", lines: 1 },
    { kind: "unfinished", lines: 1 },
  ]);
  expect(checkup.proxies).toMatchObject([{ lines: 35, http: 31 }]);
});

test("gRPC calls without a status make the field missing", async () => {
  const grpc = { path: "/shop.Payments/Charge", protocol: "HTTP/2", code: 200 };
  const checkup = await examined(both(31, grpc), jsonOf);
  expect(fieldsThatAre("missing", checkup)).toEqual(["grpc_status"]);
  expect(fieldsThatAre("missing", await examined(both(31, { ...grpc, grpcStatus: 0 }), jsonOf))).toEqual([]);
});

test("a send's ordinal that the asked side never gets is told apart from a format without it", async () => {
  const { "orders.log": calls = [], "payments.log": arrivals = [] } = both(31);
  const dropped = arrivals.map((line) => (typeof line === "string" ? line : { ...line, ordinal: null }));
  const checkup = await examined({ "orders.log": calls, "payments.log": dropped }, jsonOf);
  const [advice, ...others] = checkup.advice.filter(
    ({ fields }) => fields.includes("attempt_ordinal") && fields.length === 1,
  );
  expect(others).toEqual([]);
  expect(advice?.yaml).toContain("include_request_attempt_count: true");
});

test.each([
  ["an empty log", {}],
  ["a log of blank lines", { "x.log": [""] }],
  ["a log of other lines", { "x.log": ["2026-11-20T09:16:10.001234Z\tinfo\tEnvoy proxy is ready"] }],
])("%s is an error with its code", async (_, logs) => {
  await expect(examined("x.log" in logs ? logs : { "x.log": [] })).rejects.toMatchObject({
    code: "PARSE_NO_FORMAT_FITS",
  });
});

test("an empty log comes with the usual reason for one", async () => {
  await expect(examined({ "x.log": [] })).rejects.toMatchObject({
    hint: expect.stringContaining("accessLogFile: /dev/stdout"),
  });
});

test("a name in a log that is no namespace gets into no configuration", async () => {
  const evil = "outbound|80||payments.{prod:1}.svc.cluster.local";
  const { advice } = await examined({ "orders.log": both(31, { cluster: evil })["orders.log"] ?? [] });
  expect(advice.map(({ yaml }) => yaml ?? "").join("")).not.toMatch(/prod/);
});
