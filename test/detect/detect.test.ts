import { expect, test } from "vitest";
import { detect, listDetectors } from "../../src/index.ts";
import { inMemory, small } from "../helpers/in-memory.ts";
import { clientLine, idOf, jsonOf } from "../helpers/lines.ts";
import { anOwnDetector, folderOf, type OwnDetector } from "../helpers/own-detector.ts";
import { answered, cutToTheEnd, logsOfStories, refusedThenAnswered, unseen } from "../helpers/stories.ts";

const some = logsOfStories([answered({ at: 0, id: idOf(0) }), cutToTheEnd({ at: 60_000, id: idOf(1) })]);

/** What a user's own detector finds in some logs. */
async function foundBy(values: OwnDetector, parameters: readonly string[] = []) {
  const detectorsDir = await folderOf({ "own.sql": anOwnDetector(values) });
  return (await inMemory(some, { detectorsDir, detectors: ["own"], parameters })).report;
}

test("findings come with the most severe first, then with most hits, then by detector and route", async () => {
  const hurt = { code: 500, path: "/refunds" } as const;
  const logs = logsOfStories([
    unseen({ at: 0, id: idOf(0), path: "/elsewhere" }),
    cutToTheEnd({ at: 60_000, id: idOf(1), path: "/b" }),
    cutToTheEnd({ at: 120_000, id: idOf(2), path: "/b" }),
    cutToTheEnd({ at: 180_000, id: idOf(3), path: "/a" }),
    refusedThenAnswered({ at: 240_000, id: idOf(4), ...hurt }),
  ]);
  const { report } = await inMemory(logs, { write: jsonOf });
  expect(report.findings.map(({ severity, hits, detector, route }) => [severity, hits, detector, route])).toEqual([
    ["critical", 2, "duplicated-posts", "POST payments.prod /b"],
    ["critical", 1, "duplicated-posts", "POST payments.prod /a"],
    ["critical", 1, "duplicated-posts", "POST payments.prod /refunds"],
    ["critical", 1, "unavailable-to-error", "POST payments.prod /refunds"],
    ["warning", 1, "duplicated-posts", "POST payments.prod /elsewhere"],
  ]);
});

test("a report on a database says the same as the report while it was made", async () => {
  const { report, db } = await inMemory(some);
  expect(await detect({ db, ...small })).toEqual(report);
});

test("all detectors run, or those that are named", async () => {
  const all = (await listDetectors()).map(({ id }) => id);
  expect((await inMemory(some)).report.run).toEqual(all);
  expect((await inMemory(some, { detectors: ["retry-storms"] })).report.run).toEqual(["retry-storms"]);
});

test("a detector that lacks a field is reported as not run, with what it lacks, and not as clean", async () => {
  const detectorsDir = await folderOf({
    "own.sql": anOwnDetector({ without: ["needs"], head: ["needs: [grpc_status, method, attempt_count]"] }),
  });
  const { report } = await inMemory(some, { detectorsDir, detectors: ["own"] });
  expect(report).toMatchObject({
    run: [],
    findings: [],
    not_run: [{ detector: "own", because: "no line has grpc_status, attempt_count" }],
  });
  const told = await inMemory(
    { "orders.log": [clientLine({ grpcStatus: 0 })] },
    { detectorsDir, detectors: ["own"], write: jsonOf },
  );
  expect(told.report).toMatchObject({ run: ["own"], not_run: [], findings: [{ hits: 1 }] });
});

test("a detector of a user's own is run, told and listed like ours", async () => {
  expect((await foundBy({})).findings).toMatchObject([
    {
      detector: "own",
      title: "Requests",
      severity: "info",
      route: "all",
      hits: 2,
      first_seen: "2026-11-20 09:00:00.000",
      why: null,
      examples: [],
    },
  ]);
  const detectorsDir = await folderOf({ "own.sql": anOwnDetector() });
  expect((await listDetectors(detectorsDir)).map(({ id }) => id)).toContain("own");
});

test("the first severity whose condition holds is the finding's", async () => {
  const severity = ["{ level: critical, when: hits > 2 }", "{ level: warning, when: hits = 2 }", "{ level: info }"];
  expect((await foundBy({ severity })).findings).toMatchObject([{ severity: "warning" }]);
});

test("a severity may depend on the detector's parameters", async () => {
  const params = "params: { many: { type: INTEGER, default: 3, min: 1, about: So many are bad. } }";
  const values = { head: [params], severity: ["{ level: critical, when: hits >= many }", "{ level: info }"] };
  expect((await foundBy(values)).findings).toMatchObject([{ severity: "info" }]);
  expect((await foundBy(values, ["own.many=2"])).findings).toMatchObject([{ severity: "critical" }]);
});

test("a finding holds the values of all columns, without the ids of its examples", async () => {
  const [finding] = (await foundBy({})).findings;
  expect(Object.keys(finding?.values ?? {})).toEqual([
    "route",
    "first_seen",
    "last_seen",
    "hits",
    "summary",
    "why",
    "remedy",
  ]);
});

test.each([
  ["is no SQL", "selec 1", /^the detector "own" does not run: .*[Ss]yntax/],
  ["reads a table that there is not", "select * from nothing_here", /^the detector "own" does not run: .*nothing_here/],
  [
    "gives other columns than it declares",
    "select 1 as route",
    /^the detector "own" declares the columns route, first_seen, .* and gives route, severity$/,
  ],
  ["reads a file", "select * from read_csv('/etc/passwd')", /^the detector "own" does not run: .*disabled/],
  ["changes a setting", "set memory_limit = '1GB'", /^the detector "own" does not run/],
  [
    "deletes behind its query",
    "select 1) as finding; delete from line; select * from (select 1",
    /^the detector "own" does not run: a query is one statement, and these are 3$/,
  ],
  ["deletes in a query", "delete from line returning line_id", /^the detector "own" does not run: .*[Ss]yntax/],
  [
    "turns DuckDB's log on",
    "select * from enable_logging(storage = 'file', storage_path = '/tmp/out-of-the-database.csv')",
    /^the detector "own" does not run: the function "enable_logging" may do more than read the database$/,
  ],
])("a detector that %s is refused, with its name", async (_what, sql, message) => {
  await expect(foundBy({ sql })).rejects.toMatchObject({
    code: "USAGE_BAD_QUERY_FILE",
    message: expect.stringMatching(message),
  });
});

test("a detector that is not there is refused before anything is read, with the nearest", async () => {
  await expect(inMemory({}, { inputs: ["no-such.log"], detectors: ["retry-storm"] })).rejects.toMatchObject({
    code: "USAGE_UNKNOWN_NAME",
    hint: 'the nearest is "retry-storms"; retryscope detectors lists them',
  });
});
