import { readdirSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import istioJson from "../../src/parse/formats/istio-json.ts";
import istioText from "../../src/parse/formats/istio-text.ts";
import { wrappers } from "../../src/unwrap/wrappers/index.ts";
import { unwrapped } from "../helpers/unwrapped.ts";

vi.setConfig({ testTimeout: 60_000 });

const text = istioText.samples[0]!.line;
const json = istioJson.samples[0]!.line;

describe.each(wrappers.map((wrapper) => [wrapper.name, wrapper] as const))("%s", (_, wrapper) => {
  test("takes its layer off its samples, as stated", async () => {
    expect(wrapper.samples.length).toBeGreaterThan(0);
    for (const { wrapped, lines } of wrapper.samples) {
      const expected = lines.map(({ text: line, facts = {}, span = 1 }) => ({ text: line, facts, span }));
      expect(await unwrapped(wrapped, [wrapper])).toEqual(expected);
    }
  });

  test("is not mistaken for another: the whole shelf gives what is in the samples", async () => {
    for (const { wrapped, lines } of wrapper.samples) {
      const within = await Promise.all(lines.map(({ text: line }) => unwrapped(line)));
      const found = await unwrapped(wrapped);
      expect(found.map((each) => each.text)).toEqual(
        within.flatMap((each) => (each.length === 0 ? [""] : each.map((line) => line.text))),
      );
      const told = lines.flatMap(({ facts = {} }, index) =>
        (within[index] ?? []).map((each) => ({ ...facts, ...each.facts })),
      );
      for (const [index, facts] of told.entries()) expect(found[index]?.facts).toMatchObject(facts);
    }
  });

  test("takes any line without harm, and none away", async () => {
    const part = fc.constantFrom(
      "",
      " ",
      "[",
      "{",
      '"',
      "}",
      "]",
      "\\",
      "-",
      ":",
      "|",
      "\u001b[1m",
      "é",
      "Nov 20 09:16:10 a b: ",
      ...wrapper.samples.map((each) => each.wrapped),
      text,
      json,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(part, fc.nat(80)), { maxLength: 6 }), async (parts) => {
        const line = parts.map(([each, cut]) => each.slice(0, each.length - (cut % (each.length + 1)))).join("");
        const found = await unwrapped(`${text}\n${line}\n${text}\n`);
        expect(found[0]?.text).toBe(text);
        expect(found.some((each, index) => index > 0 && each.text === text)).toBe(true);
        expect(found.reduce((sum, each) => sum + each.span, 0)).toBeGreaterThanOrEqual(2 + line.split("\n").length);
      }),
      { numRuns: 60 },
    );
  });

  test("says what it is for and where that is proved", () => {
    expect(wrapper.about.length).toBeGreaterThan(20);
    expect(wrapper.source.length).toBeGreaterThan(20);
  });
});

test("the shelf holds what the folder holds", () => {
  const folder = readdirSync(new URL("../../src/unwrap/wrappers", import.meta.url));
  const files = folder.filter((file) => file !== "index.ts").map((file) => file.replace(".ts", ""));
  expect(wrappers.map(({ name }) => name)).toEqual(files.toSorted());
});

/** How each collector wraps a line. Those that hold JSON or text alike. */
const wrap: Readonly<Record<string, (line: string) => string>> = {
  ansi: (line) => `\u001b[36m${line}\u001b[0m`,
  "byte-order-mark": (line) => `\ufeff${line}`,
  "bracketed-name": (line) => `[web-1] ${line}`,
  "cloud-logging": (line) => JSON.stringify({ severity: "INFO", textPayload: line }),
  cloudwatch: (line) => JSON.stringify({ timestamp: 1, message: `${line}\n`, ingestionTime: 2 }),
  "collector-record": (line) =>
    JSON.stringify({ log: `${line}\n`, stream: "stdout", kubernetes: { pod_name: "web-1" } }),
  comment: (line) => `# ${line}`,
  cri: (line) => `2026-11-20T09:16:10.123456789Z stdout F ${line}`,
  datadog: (line) => JSON.stringify({ id: "A", type: "log", attributes: { message: line, tags: [] } }),
  "docker-compose": (line) => `gateway-1  | ${line}`,
  "docker-json": (line) => JSON.stringify({ log: `${line}\n`, stream: "stdout", time: "2026-11-20T09:16:10.1Z" }),
  elasticsearch: (line) => JSON.stringify({ _index: "i", _id: "1", _source: { message: line, agent: {} } }),
  grep: (line) => `logs/web.log:${line}`,
  journald: (line) => JSON.stringify({ _HOSTNAME: "n", MESSAGE: line }),
  "json-string": (line) => JSON.stringify(line),
  "kubectl-prefix": (line) => `[pod/web-1/istio-proxy] ${line}`,
  logcli: (line) => `2026-11-20T09:16:10Z {pod="web-1"} ${line}`,
  loki: (line) => JSON.stringify({ streams: [{ stream: { pod: "web-1" }, values: [["1", line]] }] }),
  "otel-console": (line) => `Body: Str(${line})`,
  otlp: (line) =>
    JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: `${line}\n` } }] }] }] }),
  stern: (line) => `web-1 istio-proxy ${line}`,
  "stern-json": (line) => JSON.stringify({ message: `${line}\n`, podName: "web-1", containerName: "istio-proxy" }),
  syslog: (line) => `Nov 20 09:16:10 node-1 envoy[812]: ${line}`,
  timestamp: (line) => `2026-11-20T09:16:10.123456789Z ${line}`,
};
/** Those before which only a line of a log or one of these may stand: they are known by what follows. */
const needsStart = new Set(["bracketed-name", "comment", "grep", "stern", "syslog"]);
const begins = /^(?:\[\d{4}-|\{"|\d{4}-\d\d-\d\dT)/;

describe("wrapping", () => {
  const names = Object.keys(wrap);

  test.each(names)("%s: unwrapping gives the line back", async (name) => {
    for (const line of [text, json])
      expect((await unwrapped(wrap[name]!(line))).map((each) => each.text)).toEqual([line]);
  });

  test("a line in quotes behind lines of grep is not one of grep with a quote in its file's name", async () => {
    const line = wrap["grep"]!(text);
    const found = await unwrapped(`${line}\n${JSON.stringify(line)}\n`);
    expect(found.map((each) => each.text)).toEqual([text, text]);
  });

  test("any stack of wrappers comes off, in a stream of bare, foreign and otherwise wrapped lines", async () => {
    const stack = fc.array(fc.constantFrom(...names), { maxLength: 3 });
    const line = fc.tuple(fc.constantFrom(text, json), stack).map(([inner, layers]) => {
      let wrapped = inner;
      for (const name of layers) if (!needsStart.has(name) || begins.test(wrapped)) wrapped = wrap[name]!(wrapped);
      return { inner, wrapped };
    });
    const foreign = fc
      .constantFrom("plain words", "", "2026-11-20T09:16:10.123456Z\tinfo\tready")
      .map((each) => ({ inner: each, wrapped: each }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 4, arbitrary: line }, foreign), { minLength: 1, maxLength: 12 }),
        async (lines) => {
          const found = await unwrapped(`${lines.map((each) => each.wrapped).join("\n")}\n`);
          expect(found.map((each) => each.text)).toEqual(lines.map((each) => each.inner));
        },
      ),
      { numRuns: 400 },
    );
  });
});
