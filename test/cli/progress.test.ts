import { expect, test } from "vitest";
import { progressLine } from "../../src/cli/progress.ts";
import { run } from "../../src/cli/run.ts";
import type { Progress } from "../../src/index.ts";
import { fakeIo, fakeLibrary, type FakeIo } from "./fake-io.ts";

const onTerminal = { stdin: true, stdout: true, stderr: true };

const reading = (bytesDone: number, lines: number, values: Partial<Progress> = {}): Progress => ({
  source: "gateway.log",
  bytesDone,
  bytesTotal: 364_000_000,
  lines,
  stage: "read",
  ...values,
});

/** The lines that were drawn one over the other. */
const drawn = (io: FakeIo): string[] => io.err().replaceAll("\u001b[K", "").split("\r").slice(1);

test("progress says how far, how fast and how long still", () => {
  let now = 0;
  const io = fakeIo([], { isTerminal: onTerminal, now: () => now, columns: 120 });
  const line = progressLine(io);
  line.update(reading(0, 0));
  now = 1_000;
  line.update(reading(182_000_000, 500_000));
  now = 1_050;
  line.update(reading(190_000_000, 520_000));
  now = 2_000;
  line.update(reading(364_000_000, 1_000_000));
  line.update(reading(364_000_000, 1_000_000, { stage: "correlate" }));
  line.update(reading(364_000_000, 1_000_000, { stage: "detect" }));
  line.clear();
  expect(drawn(io)).toEqual([
    "gateway.log  ░░░░░░░░░░░░░░░░  0 %  0 B of 364 MB",
    "gateway.log  ████████░░░░░░░░  50 %  182 MB of 364 MB  500,000 lines/s  1.0 s left",
    "gateway.log  ████████████████  100 %  364 MB of 364 MB  500,000 lines/s",
    "matching sends to requests",
    "looking for findings",
    "",
  ]);
});

test("a pipe has no end to wait for", () => {
  let now = 0;
  const io = fakeIo([], { isTerminal: onTerminal, now: () => now, env: { NO_COLOR: "1" } });
  const line = progressLine(io);
  line.update(reading(1_000, 10, { source: "-", bytesTotal: null }));
  now = 1_000;
  line.update(reading(2_000_000, 5_010, { source: "-", bytesTotal: null }));
  expect(drawn(io)).toEqual(["-  1.0 kB", "-  2.0 MB  5,000 lines/s"]);
});

test("without colour the bar is plain ASCII, and a name controls nothing and fits", () => {
  const io = fakeIo([], { isTerminal: onTerminal, env: { NO_COLOR: "1" }, columns: 60 });
  progressLine(io).update(reading(91_000_000, 0, { source: `${"x".repeat(100)}\u001b[2J.log` }));
  expect(drawn(io)).toEqual(["...xxxxxxxxxxxxxxxx\\x1b[2J.log  [####............]  25 %  9"]);
});

test("the line is gone before the report or an error is written", async () => {
  for (const analyze of [fakeLibrary().analyze, () => Promise.reject(new Error("no"))]) {
    const io = fakeIo(["analyze", "x.log"], { isTerminal: onTerminal });
    await run(
      io,
      fakeLibrary([], { analyze: async (options) => (options.onProgress?.(reading(1, 1)), analyze(options)) }),
    );
    expect(drawn(io).at(-1)).toMatch(/^(?:error|$)/);
  }
});

test.each([
  ["stderr is no terminal", { isTerminal: { ...onTerminal, stderr: false } }],
  ["the terminal is dumb", { isTerminal: onTerminal, env: { TERM: "dumb" } }],
])("nothing is shown where %s", (_where, values) => {
  const io = fakeIo([], values);
  const line = progressLine(io);
  line.update(reading(1, 1));
  line.clear();
  expect(io.err()).toBe("");
});
