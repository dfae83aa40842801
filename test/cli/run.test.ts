import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { ReadError, StoreError } from "../../src/index.ts";
import { run } from "../../src/cli/run.ts";
import { failing, fakeIo, fakeLibrary, type Call } from "./fake-io.ts";

const commands = [
  ["analyze"],
  ["ingest"],
  ["detect"],
  ["detectors"],
  ["formats"],
  ["formats", "detect"],
  ["formats", "explain"],
  ["sql"],
];

test.each([{ command: [] }, ...commands.map((command) => ({ command }))])(
  "help shows examples before anything else: $command",
  async ({ command }) => {
    const io = fakeIo([...command, "--help"]);
    expect(await run(io, fakeLibrary())).toBe(0);
    expect(io.out()).toMatch(/^Examples:\n {2}# .+\n {2}.*retryscope/);
    expect(io.err()).toBe("");
  },
);

test.each([{ command: [] }, ...commands.map((command) => ({ command }))])(
  "help fits 80 columns, but for examples to copy: $command",
  async ({ command }) => {
    const io = fakeIo([...command, "--help"]);
    await run(io, fakeLibrary());
    const [, ...rest] = io.out().split("\n\n");
    for (const line of rest.join("\n\n").split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  },
);

test("the version goes to stdout", async () => {
  const io = fakeIo(["--version"]);
  expect(await run(io, fakeLibrary())).toBe(0);
  expect(io.out()).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("no command at all is answered with the help, as an error", async () => {
  const io = fakeIo([]);
  expect(await run(io, fakeLibrary())).toBe(2);
  expect(io.out()).toBe("");
  expect(io.err()).toContain("Usage: retryscope");
});

test.each([
  [
    ["analyse", "x.log"],
    "error[USAGE_BAD_FLAG]: unknown command 'analyse'\n  hint:  the nearest is analyze; `retryscope --help` shows what there is\n",
  ],
  [
    ["analyze", "--outptu", "json", "x.log"],
    "error[USAGE_BAD_FLAG]: unknown option '--outptu'\n  hint:  the nearest is --output; `retryscope analyze --help` shows what there is\n",
  ],
  [
    ["analyze", "--output", "tabel", "x.log"],
    'error[USAGE_UNKNOWN_NAME]: there is no output "tabel"\n  hint:  the nearest is "table"; known are table, json, markdown\n',
  ],
  [
    ["sql", "select 1", "--db", "x", "--output", "jsno"],
    'error[USAGE_UNKNOWN_NAME]: there is no output "jsno"\n  hint:  the nearest is "json"; known are table, json, ndjson, csv\n',
  ],
  [
    ["analyze", "--fail-on", "critcal", "x.log"],
    'error[USAGE_UNKNOWN_NAME]: there is no severity "critcal"\n  hint:  the nearest is "critical"; known are info, warning, critical\n',
  ],
  [
    ["analyze", "--max-rejects", "120", "x.log"],
    'error[USAGE_BAD_VALUE]: --max-rejects cannot be "120"\n  hint:  it takes a percentage from 0 to 100, such as 12.5\n',
  ],
  [
    ["analyze", "--threads", "0", "x.log"],
    'error[USAGE_BAD_VALUE]: --threads cannot be "0"\n  hint:  it takes a whole number from 1 to 1024\n',
  ],
  [
    ["detect", "--db", "x", "--memory-limit", "much"],
    'error[USAGE_BAD_VALUE]: --memory-limit cannot be "much"\n  hint:  it takes a size such as 4GB or 512MiB\n',
  ],
  [
    ["detect", "--db", "x", "--param", "window=3"],
    'error[USAGE_BAD_VALUE]: --param cannot be "window=3"\n  hint:  it takes detector.name=value; `retryscope detectors ID` lists the parameters\n',
  ],
  [
    ["detect"],
    "error[USAGE_BAD_FLAG]: required option '--db <file>' not specified\n  hint:  `retryscope detect --help` shows what there is\n",
  ],
  [
    ["formats", "detct", "x.log"],
    'error[USAGE_UNKNOWN_NAME]: there is no command of formats "detct"\n  hint:  the nearest is "detect"; known are detect, explain\n',
  ],
  [
    ["formats", "detect", "--outptu", "json", "x.log"],
    "error[USAGE_BAD_FLAG]: unknown option '--outptu'\n  hint:  the nearest is --output; `retryscope formats detect --help` shows what there is\n",
  ],
  [
    ["formats", "explain", "--output", "csv", "x"],
    'error[USAGE_UNKNOWN_NAME]: there is no output "csv"\n  hint:  the nearest is "json"; known are table, json\n',
  ],
  [
    ["detectors", "duplicate-posts"],
    'error[USAGE_UNKNOWN_NAME]: there is no detector "duplicate-posts"\n  hint:  the nearest is "duplicated-posts"; `retryscope detectors` lists them\n',
  ],
])("%j is asked wrongly: exit code 2, and the nearest that is right", async (argv, text) => {
  const io = fakeIo(argv);
  expect(await run(io, fakeLibrary())).toBe(2);
  expect(io.err()).toBe(text);
  expect(io.out()).toBe("");
});

test("no logs where stdin is a terminal is a question without an object, answered with an example", async () => {
  const io = fakeIo(["analyze"], { isTerminal: { stdin: true, stdout: true, stderr: false } });
  expect(await run(io, fakeLibrary())).toBe(2);
  expect(io.err()).toContain("retryscope analyze gateway.log");
});

test("no line to explain where stdin is a terminal is answered with an example", async () => {
  const io = fakeIo(["formats", "explain"], { isTerminal: { stdin: true, stdout: true, stderr: false } });
  expect(await run(io, fakeLibrary())).toBe(2);
  expect(io.err()).toContain("| retryscope formats explain");
});

test.each([[["formats", "detect"]], [["formats", "explain"]]])(
  "%j that waits for a pipe can be interrupted",
  async (argv) => {
    const io = fakeIo(argv, { stdin: new PassThrough() });
    const exitCode = run(io);
    io.abort();
    expect(await exitCode).toBe(130);
    expect(io.stdin.destroyed).toBe(true);
  },
);

test("no logs where something is piped in reads the pipe, and closes it", async () => {
  const calls: Call[] = [];
  const io = fakeIo(["analyze"]);
  expect(await run(io, fakeLibrary(calls))).toBe(0);
  expect(calls).toEqual([["analyze", expect.objectContaining({ inputs: ["-"], stdin: io.stdin })]]);
  expect(io.stdin.destroyed).toBe(true);
});

test.each([
  [[], 0],
  [["--fail-on", "critical"], 1],
  [["--fail-on", "info"], 1],
])("with the flags %j the incident ends with %d", async (flags, exitCode) => {
  for (const command of [
    ["analyze", "x.log"],
    ["detect", "--db", "x.duckdb"],
  ]) {
    const io = fakeIo([...command, ...flags]);
    expect(await run(io, fakeLibrary())).toBe(exitCode);
    expect(io.out()).toContain("CRITICAL");
    expect(io.err()).toBe("");
  }
});

test("findings below --fail-on end with 0", async () => {
  const warnings = fakeLibrary([], {
    analyze: async (options) => {
      const report = await fakeLibrary().analyze(options);
      return { ...report, findings: report.findings.filter((finding) => finding.severity !== "critical") };
    },
  });
  expect(await run(fakeIo(["analyze", "x.log", "--fail-on", "critical"]), warnings)).toBe(0);
});

test.each([
  [
    new ReadError("READ_NOT_FOUND", 'there is no "x.log"', { hint: "name a file" }),
    3,
    'error[READ_NOT_FOUND]: there is no "x.log"\n  hint:  name a file\n',
  ],
  [
    new StoreError("STORE_FAILED", "the database failed", { cause: new Error("IO Error: disk full.\nmore") }),
    4,
    "error[STORE_FAILED]: the database failed\n  cause: IO Error: disk full\n",
  ],
  [
    new ReadError("READ_NOT_FOUND", "\u001b[2J", { cause: new Error("\u009b1m"), hint: "a\nb" }),
    3,
    "error[READ_NOT_FOUND]: \\x1b[2J\n  cause: \\x9b1m\n  hint:  a\\nb\n",
  ],
])("a known error is three lines at most, and its own exit code (%#)", async (error, exitCode, text) => {
  const io = fakeIo(["analyze", "x.log"]);
  expect(await run(io, fakeLibrary([], { analyze: () => Promise.reject(error) }))).toBe(exitCode);
  expect(io.err()).toBe(text);
});

test("an error that nobody foresaw is our fault: its stack, and that it should be reported", async () => {
  const io = fakeIo(["analyze", "x.log"]);
  expect(await run(io, fakeLibrary([], { analyze: () => Promise.reject(new TypeError("x is not a function")) }))).toBe(
    70,
  );
  expect(io.err()).toMatch(
    /^error\[INTERNAL\]: x is not a function\n {2}stack: at .+\n(?: {9}at .+\n)* {2}hint: {2}this is a fault of retryscope \d.*report it.*\n$/,
  );
});

test("something thrown that is no error is our fault too", async () => {
  const io = fakeIo(["analyze", "x.log"]);
  expect(await run(io, fakeLibrary([], { analyze: () => Promise.reject("no") }))).toBe(70);
  expect(io.err()).toContain("error[INTERNAL]: no\n");
});

test("a run that is asked to stop ends with 130, whatever the work answered", async () => {
  const io = fakeIo(["analyze", "x.log"]);
  const library = fakeLibrary([], {
    analyze: ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("aborted")));
        io.abort();
      }),
  });
  expect(await run(io, library)).toBe(130);
  expect(io.err()).toBe("interrupted\n");
  expect(io.out()).toBe("");
});

test("a reader that has closed the pipe is a normal end", async () => {
  const io = fakeIo(["analyze", "x.log"], { stdout: failing("EPIPE") });
  expect(await run(io, fakeLibrary())).toBe(0);
  expect(io.err()).toBe("");
});

test("an output that cannot be written ends with 4", async () => {
  const io = fakeIo(["analyze", "x.log"], { stdout: failing("ENOSPC") });
  expect(await run(io, fakeLibrary())).toBe(4);
  expect(io.err()).toBe("error[OUTPUT_FAILED]: the output cannot be written: write ENOSPC\n  cause: write ENOSPC\n");
});
