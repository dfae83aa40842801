import { PassThrough, Readable } from "node:stream";
import { expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { fakeIo, fakeLibrary, type Call } from "./fake-io.ts";

/** What the library was asked by these arguments, without the parts that are the same for all. */
async function askedBy(argv: readonly string[]): Promise<readonly Call[]> {
  const calls: Call[] = [];
  const io = fakeIo(argv);
  expect([await run(io, fakeLibrary(calls)), io.err()]).toEqual([0, ""]);
  return calls;
}

test("analyze hands every flag on in the library's words", async () => {
  const argv =
    "analyze a.log b/ --db x.duckdb --format istio-text --max-rejects 12.5% --detector retry-storms --detector duplicated-posts " +
    "--param a.b=1 --param a.c=x=y --detectors mine --memory-limit 4GB --threads 2";
  expect(await askedBy(argv.split(" "))).toEqual([
    [
      "analyze",
      {
        inputs: ["a.log", "b/"],
        db: "x.duckdb",
        format: "istio-text",
        maxRejects: 0.125,
        detectors: ["retry-storms", "duplicated-posts"],
        parameters: ["a.b=1", "a.c=x=y"],
        detectorsDir: "mine",
        memoryLimit: "4GB",
        threads: 2,
        onProgress: expect.any(Function),
        signal: expect.any(AbortSignal),
      },
    ],
  ]);
});

test("doctor asks for logs, or for a database", async () => {
  const asked = { onProgress: expect.any(Function), signal: expect.any(AbortSignal) };
  expect(await askedBy("doctor a.log b/ --format istio-text --max-rejects 10 --threads 2".split(" "))).toEqual([
    ["doctor", { inputs: ["a.log", "b/"], format: "istio-text", maxRejects: 0.1, threads: 2, ...asked }],
  ]);
  expect(await askedBy("doctor --db x.duckdb --memory-limit 1GB".split(" "))).toEqual([
    ["doctor", { db: "x.duckdb", memoryLimit: "1GB", signal: expect.any(AbortSignal) }],
  ]);
  expect(await askedBy(["doctor"])).toEqual([
    ["doctor", { inputs: ["-"], stdin: expect.anything(), maxRejects: 0.5, ...asked }],
  ]);
});

test.each([
  ["logs and a database", ["doctor", "a.log", "--db", "x"], /name one of them/],
  ["an output that there is not", ["doctor", "a.log", "-o", "csv"], /known are table, json, markdown/],
])("doctor refuses %s", async (_, argv, hint) => {
  const io = fakeIo(argv);
  expect(await run(io, fakeLibrary())).toBe(2);
  expect(io.err()).toMatch(hint);
  expect(io.out()).toBe("");
});

test("flags that are not given are not handed on, but for the share of rejects", async () => {
  expect(await askedBy(["analyze", "a.log"])).toEqual([
    [
      "analyze",
      { inputs: ["a.log"], maxRejects: 0.5, onProgress: expect.any(Function), signal: expect.any(AbortSignal) },
    ],
  ]);
  expect(await askedBy(["detect", "--db", "x"])).toEqual([["detect", { db: "x", signal: expect.any(AbortSignal) }]]);
  expect(await askedBy(["ingest", "a.log", "--db", "x"])).toEqual([
    [
      "ingest",
      {
        inputs: ["a.log"],
        db: "x",
        maxRejects: 0.5,
        onProgress: expect.any(Function),
        signal: expect.any(AbortSignal),
      },
    ],
  ]);
});

test("flags that give formats are handed on by every command that reads lines", async () => {
  const flags = ["--format-string", "%A%", "--format-from", "m.yaml", "--config", "c.yaml"];
  const formats = { formatString: "%A%", formatFrom: "m.yaml", config: "c.yaml" };
  for (const [name, argv] of [
    ["analyze", ["analyze", "a.log"]],
    ["ingest", ["ingest", "a.log", "--db", "x"]],
    ["listFormats", ["formats"]],
    ["detectFormats", ["formats", "detect", "a.log"]],
    ["explainLine", ["formats", "explain", "a"]],
  ] as const)
    expect(await askedBy([...argv, ...flags])).toEqual([[name, expect.objectContaining(formats)]]);
  for (const argv of [
    ["formats", "detect", "a.log"],
    ["formats", "explain", "a"],
  ])
    expect(await askedBy([...argv, "--format", "x"])).toEqual([
      [expect.any(String), expect.objectContaining({ format: "x" })],
    ]);
  expect(await askedBy(["detect", "--db", "x", "--config", "c.yaml"])).toEqual([
    ["detect", expect.objectContaining({ config: "c.yaml" })],
  ]);
});

test("flags of one run are not those of the next", async () => {
  await askedBy(["analyze", "a.log", "--detector", "retry-storms"]);
  expect((await askedBy(["analyze", "a.log"]))[0]?.[1]).not.toHaveProperty("detectors");
});

test.each([
  ["ingest", ["ingest", "x.log", "--db", "x"]],
  ["ingest-json", ["ingest", "x.log", "--db", "x", "--output", "json"]],
  ["detectors", ["detectors"]],
  ["detectors-json", ["detectors", "--output", "json"]],
  ["detector", ["detectors", "duplicated-posts"]],
  ["detector-json", ["detectors", "duplicated-posts", "--output", "json"]],
  ["doctor", ["doctor", "x.log"]],
  ["formats", ["formats"]],
  ["formats-csv", ["formats", "--output", "csv"]],
  ["formats-detect", ["formats", "detect", "x.log"]],
  ["formats-detect-json", ["formats", "detect", "x.log", "--output", "json"]],
  ["formats-explain", ["formats", "explain", "x"]],
  ["formats-explain-json", ["formats", "explain", "x", "-o", "json"]],
  ["sql", ["sql", "select 1", "--db", "x"]],
  ["sql-ndjson", ["sql", "select 1", "--db", "x", "-o", "ndjson"]],
])("what %s writes reads as expected", async (name, argv) => {
  const io = fakeIo(argv);
  expect(await run(io, fakeLibrary())).toBe(0);
  expect(io.err()).toBe("");
  await expect(io.out()).toMatchFileSnapshot(`expected/${name}.txt`);
});

test("detectors of somebody's own folder are listed too", async () => {
  expect(await askedBy(["detectors", "--detectors", "mine"])).toEqual([["listDetectors", "mine"]]);
});

test("sql reads its query from stdin where it is asked to", async () => {
  const calls: Call[] = [];
  const io = fakeIo(["sql", "-", "--db", "x"], { stdin: Readable.from(["select ", "1"]) });
  expect(await run(io, fakeLibrary(calls))).toBe(0);
  expect(calls).toEqual([["querySql", { db: "x", sql: "select 1", signal: io.signal }]]);
});

test("sql that waits for its query on stdin can be interrupted", async () => {
  const io = fakeIo(["sql", "-", "--db", "x"], { stdin: new PassThrough() });
  const exitCode = run(io, fakeLibrary());
  io.abort();
  expect(await exitCode).toBe(130);
});

test.each([
  ["on a terminal", {}, true],
  ["with NO_COLOR", { NO_COLOR: "1" }, false],
  ["with TERM=dumb", { TERM: "dumb" }, false],
  ["in a locale without UTF-8", { LANG: "C" }, false],
  ["in a locale with UTF-8", { LANG: "de_DE.UTF-8" }, true],
])("a report %s is drawn as it can be shown", async (_where, env, isRich) => {
  const io = fakeIo(["analyze", "x.log"], { env, isTerminal: { stdin: true, stdout: true, stderr: false } });
  await run(io, fakeLibrary());
  expect(io.out().includes("\u001b[")).toBe(isRich);
  expect(/^[\n -~]*$/.test(io.out())).toBe(!isRich);
});

test("a report in a pipe is plain and 80 columns wide, however wide the terminal", async () => {
  const io = fakeIo(["analyze", "x.log"], { columns: 200, isTerminal: { stdin: true, stdout: false, stderr: true } });
  await run(io, fakeLibrary());
  expect(
    Math.max(
      ...io
        .out()
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(80);
});
