import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { detectFormats, type DetectedSource } from "../../src/index.ts";
import envoyText from "../../src/parse/formats/envoy-text.ts";
import istioJson from "../../src/parse/formats/istio-json.ts";
import istioText from "../../src/parse/formats/istio-text.ts";
import { tarOf } from "../helpers/archives.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const text = istioText.samples[0]!.line;
const json = istioJson.samples[0]!.line;

/** What the only source of a text is. */
async function detected(content: string | Uint8Array, name = "x.log"): Promise<DetectedSource> {
  const folder = await temporaryFolder({ [name]: content });
  const [source] = await detectFormats({ inputs: [join(folder, name)] });
  if (source === undefined) throw new Error("no source");
  return source;
}

function lines(line: string, count: number): string {
  return `${line}\n`.repeat(count);
}

test("a log of one format is that, and surely", async () => {
  const source = await detected(lines(text, 50));
  expect(source).toMatchObject({
    kind: "plain",
    framing: "newline",
    is_whole: true,
    lines: 50,
    access_log: 50,
    other: 0,
    rejected: 0,
    formats: [{ format: "istio-text", lines: 50 }],
    wrappers: [{ chain: [], lines: 50 }],
    told: { pod: 0 },
    certainty: "sure",
    rejects: [],
    stranger: null,
    problem: null,
  });
});

test("lines of several formats, wrapped and bare, with others and rejects between them, are all counted", async () => {
  const source = await detected(
    lines(`[pod/a/istio-proxy] ${text}`, 20) +
      lines(`[pod/b/istio-proxy] ${json}`, 10) +
      lines(envoyText.samples[0]!.line, 5) +
      "starting\n\n" +
      `${text.slice(0, 200)}\n`,
  );
  expect(source).toMatchObject({
    lines: 38,
    access_log: 35,
    other: 2,
    rejected: 1,
    formats: [
      { format: "istio-text", lines: 20 },
      { format: "istio-json", lines: 10 },
      { format: "envoy-text", lines: 5 },
    ],
    wrappers: [
      { chain: ["kubectl-prefix"], lines: 30 },
      { chain: [], lines: 7 },
    ],
    told: { cluster: 0, namespace: 0, pod: 2, container: 1 },
    rejects: [{ reason: "LINE_CUT", count: 1, first: { line: 38 } }],
    stranger: expect.stringMatching(/^line 38 is: \[2022/),
  });
});

describe("how sure that is", () => {
  test.each([
    ["nothing at all", "", "none", /empty/],
    ["lines of other programs only", lines("starting", 20), "none", /no line begins/],
    ["broken lines only", lines(text.slice(0, 200), 3), "none", /^3 lines look like/],
    ["few lines", lines(text, 9), "likely", /only 9 access log lines/],
    ["enough lines", lines(text, 10), "sure", /all 10 access log lines/],
    ["a broken line in twenty", lines(text, 19) + lines(text.slice(0, 200), 1), "sure", /19 of 20/],
    ["more broken lines", lines(text, 18) + lines(text.slice(0, 200), 2), "doubtful", /2 of 20 .* \(10\.0 %\)/],
    [
      "keys that are guessed",
      lines('{"ts":"2026-11-20T09:16:10Z","verb":"GET","uri":"/a","status_code":200,"upstream_cluster":"a"}', 20),
      "doubtful",
      /names/,
    ],
  ])("%s", async (_, content, certainty, because) => {
    expect(await detected(content)).toMatchObject({ certainty, because: expect.stringMatching(because) });
  });
});

describe("only the beginning is looked at", () => {
  test.each([
    ["lines", lines(text, 5000)],
    ["printed objects", `${JSON.stringify(JSON.parse(json), null, 2)}\n`.repeat(2000)],
    ["an array on one line", `[${Array.from({ length: 2000 }, () => json).join(",")}]`],
    [
      "an array on many lines",
      JSON.stringify(
        Array.from({ length: 2000 }, () => JSON.parse(json)),
        null,
        1,
      ),
    ],
  ])("%s: the record that is cut by that is none", async (_, content) => {
    const source = await detected(content);
    expect(source).toMatchObject({ is_whole: false, rejected: 0, certainty: "sure" });
    expect(source.access_log).toBeGreaterThan(400);
    expect(source.access_log).toBeLessThan(2000);
  });

  test("of standard input, once", async () => {
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) yield (given++, Buffer.from(lines(text, 200)));
      })(),
    );
    const [source] = await detectFormats({ inputs: ["-"], stdin: endless });
    expect(source).toMatchObject({ name: "-", is_whole: false, rejected: 0, certainty: "sure" });
    expect(given * 200 * text.length).toBeLessThan(2 << 20);
  });
});

test("packed logs and archives are opened, a source each", async () => {
  const folder = await temporaryFolder({
    "a.log.gz": gzipSync(lines(text, 12)),
    "b.tar": await tarOf({ "gw.log": lines(json, 11), "app.log": lines("hello", 3) }),
  });
  const sources = await detectFormats({ inputs: [folder] });
  expect(
    sources.map(({ name, kind, formats, certainty }) => [name.replace(`${folder}/`, ""), kind, formats, certainty]),
  ).toEqual([
    ["a.log.gz", "gzip", [{ format: "istio-text", lines: 12 }], "sure"],
    ["b.tar!gw.log", "tar", [{ format: "istio-json", lines: 11 }], "sure"],
    ["b.tar!app.log", "tar", [], "none"],
  ]);
});

test("an export of a log store is a document, with what was around each record", async () => {
  const hits = Array.from({ length: 12 }, () => ({ _source: { message: text, kubernetes: { pod: { name: "gw" } } } }));
  const source = await detected(JSON.stringify({ hits: { hits } }));
  expect(source).toMatchObject({ framing: "json-document", access_log: 12, told: { pod: 1 } });
  expect(source.wrappers[0]).toEqual({ chain: ["elasticsearch", "collector-record"], lines: 12 });
});

test("a gzip file that is cut says so where its end was reached", async () => {
  const whole = gzipSync(lines(text, 20), { level: 0 });
  const source = await detected(whole.subarray(0, whole.length - 2000), "x.log.gz");
  expect(source.problem).not.toBeNull();
});

test("a log that is not there is an error", async () => {
  await expect(detectFormats({ inputs: ["missing.log"] })).rejects.toMatchObject({ code: "READ_NOT_FOUND" });
});

test("formats of the caller's come before the known ones, and a named one alone", async () => {
  const folder = await temporaryFolder({ "x.log": lines("1795166170.001 503 UF", 10) + lines(text, 10) });
  const [inputs, formatString] = [[join(folder, "x.log")], "%START_TIME(%s.%3f)% %RESPONSE_CODE% %RESPONSE_FLAGS%"];
  expect((await detectFormats({ inputs, formatString }))[0]?.formats).toEqual([
    { format: "format-string", lines: 10 },
    { format: "istio-text", lines: 10 },
  ]);
  expect((await detectFormats({ inputs, format: "istio-text" }))[0]).toMatchObject({ access_log: 10, other: 10 });
});
