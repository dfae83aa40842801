import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { querySql } from "../../src/index.ts";
import { run } from "../../src/cli/run.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { fakeIo } from "./fake-io.ts";

/** A format of every kind of operator, and lines of it. */
const format =
  '%START_TIME(%s.%3f)% %REQUEST_HEADER(:METHOD)% "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH):40%" %PROTOCOL% %RESPONSE_CODE% %RESPONSE_FLAGS_LONG% %DURATION% "%REQ(X-REQUEST-ID)%" "%REQUEST_HEADER(:AUTHORITY)%" %UPSTREAM_HOST% %UPSTREAM_REQUEST_ATTEMPT_COUNT% "%DYNAMIC_METADATA(a:b)%" "%FILTER_STATE(k:PLAIN)%"';
const lines = [
  '1795166170.001 POST "/a?b=c d" HTTP/1.1 503 UpstreamRetryLimitExceeded 12 "id-1" "shop" 10.0.0.1:80 3 "x" "y"',
  '1795166171.001 POST "/a" HTTP/1.1 201 - 12 "id-2" "shop" 10.0.0.1:80 1 "-" "-"',
];
const json =
  '{"when":"%START_TIME%","http":{"what":"%REQ(:METHOD)% %REQ(:PATH)%","code":"%RESPONSE_CODE%"},"id":"%REQ(X-REQUEST-ID)%"}';
const jsonLines = ['{"http":{"code":201,"what":"POST /a"},"id":"id-3","when":"2026-11-20T09:16:10.001Z"}'];
const mesh = (text: string): string =>
  `kind: ConfigMap\ndata:\n  mesh: |-\n    accessLogFormat: ${JSON.stringify(text)}\n---\nkind: Telemetry\nspec: {}\n`;

/** Ingests a log through the command line and gives its rows, and what was said. */
async function ingested(
  log: readonly string[],
  files: Readonly<Record<string, string>>,
  flags: readonly string[],
): Promise<{ readonly exitCode: number; readonly err: string; readonly rows: unknown }> {
  const folder = await temporaryFolder({ "x.log": `${log.join("\n")}\n`, ...files });
  const db = join(folder, "x.duckdb");
  const argv = ["ingest", join(folder, "x.log"), "--db", db, "--threads", "1", ...flags];
  const io = fakeIo(argv.map((each) => each.replace("FOLDER", folder)));
  const exitCode = await run(io);
  const sql =
    "select format, method, path, response_code, response_flags, attempt_count, request_id from access_log order by line";
  const rows = exitCode === 0 ? (await querySql({ db, sql, threads: 1 })).rows : null;
  return { exitCode, err: io.err().replaceAll(`${folder}/`, ""), rows };
}

const wanted = [
  {
    method: "POST",
    path: "/a?b=c d",
    response_code: 503,
    response_flags: ["URX"],
    attempt_count: 3,
    request_id: "id-1",
  },
  { method: "POST", path: "/a", response_code: 201, response_flags: [], attempt_count: 1, request_id: "id-2" },
];

describe("lines of a format of one's own are read", () => {
  test.each([
    ["--format-string", {}, ["--format-string", format], "format-string"],
    ["--format-string that ends in a newline", {}, ["--format-string", `${format}\n`], "format-string"],
    [
      "--format-string that ends in a newline as YAML writes it",
      {},
      ["--format-string", `${format}\\n`],
      "format-string",
    ],
    ["--format-from", { "mesh.yaml": mesh(`${format}\n`) }, ["--format-from", "FOLDER/mesh.yaml"], "mesh"],
    [
      "--config",
      { "retryscope.yaml": `formats:\n  edge: |\n    ${format}\n` },
      ["--config", "FOLDER/retryscope.yaml"],
      "edge",
    ],
    [
      "--config and the name",
      { "retryscope.yaml": `formats:\n  other: '%DURATION%'\n  edge: |\n    ${format}\n` },
      ["--config", "FOLDER/retryscope.yaml", "--format", "edge"],
      "edge",
    ],
  ])("%s", async (_, files, flags, name) => {
    expect(await ingested(lines, files, flags)).toMatchObject({
      exitCode: 0,
      err: "",
      rows: wanted.map((row) => ({ format: name, ...row })),
    });
  });

  test.each([
    ["--format-string", {}, ["--format-string", json], "format-string"],
    ["--config", { "c.yaml": `formats:\n  sidecar: ${json}\n` }, ["--config", "FOLDER/c.yaml"], "sidecar"],
  ])("JSON inside objects, by %s", async (_, files, flags, name) => {
    expect(await ingested(jsonLines, files, flags)).toMatchObject({
      exitCode: 0,
      rows: [{ format: name, method: "POST", path: "/a", response_code: 201, request_id: "id-3" }],
    });
  });
});

test("a format that begins as a wrapper does is read bare and wrapped", async () => {
  const own = '%START_TIME% %REQ(:METHOD)% "%REQ(:PATH)%" %RESPONSE_CODE% "%REQ(X-REQUEST-ID)%"';
  const line = '2026-11-20T09:16:10.001Z POST "/a \\"b\\" c" 503 "id-1"';
  const wrapped = [line, `[pod/gw-1/istio-proxy] ${line}`, `2026-11-20T09:16:11Z ${line}`];
  const row = { format: "format-string", method: "POST", response_code: 503, request_id: "id-1" };
  expect(await ingested(wrapped, {}, ["--format-string", own])).toMatchObject({ exitCode: 0, rows: [row, row, row] });
});

describe("a mistake in what is given ends the run before a log is read", () => {
  test("a typo is shown with its place and the nearest operator", async () => {
    expect(await ingested(lines, {}, ["--format-string", "[%START_TIME%] %RESPONSE_COD%"])).toEqual({
      exitCode: 2,
      rows: null,
      err: [
        'error[USAGE_BAD_VALUE]: the format string has "%RESPONSE_COD%", which is no command operator, at character 16',
        "  [%START_TIME%] %RESPONSE_COD%",
        "                 ^",
        "  hint:  the nearest is %RESPONSE_CODE%\n",
      ].join("\n"),
    });
  });

  test("a typo in a file is shown with the file, too, and nothing in it moves the cursor", async () => {
    const files = { "m.yaml": 'accessLogFormat: "\\e[2J[%START_TIM%]"' };
    expect(await ingested(lines, files, ["--format-from", "FOLDER/m.yaml"])).toMatchObject({
      exitCode: 2,
      err: [
        'error[USAGE_BAD_VALUE]: in "m.yaml" at accessLogFormat: the format string has "%START_TIM%", which is no command operator, at character 6',
        "  \\x1b[2J[%START_TIM%]",
        "          ^",
        "  hint:  the nearest is %START_TIME%\n",
      ].join("\n"),
    });
  });

  test.each([
    [
      "a file without a format",
      ["--format-from", "FOLDER/x.log"],
      /no access log format in "x\.log": looked for accessLogFormat/,
    ],
    [
      "a file that is not there",
      ["--format-from", "FOLDER/no.yaml"],
      /the file "no\.yaml" cannot be read\n {2}cause: ENOENT/,
    ],
    ["a config file that is not there", ["--config", "FOLDER/no.yaml"], /the file "no\.yaml" cannot be read/],
    [
      "a format's name and a format",
      ["--format", "istio-text", "--format-string", format],
      /--format-string.*cannot be used with|--format <name>.*cannot be used with/,
    ],
    ["a name that there is not", ["--format", "istio-tex"], /the nearest is "istio-text"/],
  ])("%s", async (_, flags, err) => {
    expect(await ingested(lines, {}, flags)).toMatchObject({ exitCode: 2, err: expect.stringMatching(err) });
  });

  test("lines that the format does not fit are said not to be read, with what to ask next", async () => {
    const { exitCode, err } = await ingested(["a b c"], {}, ["--format-string", format]);
    expect(exitCode).toBe(3);
    expect(err).toMatch(/PARSE_NO_FORMAT_FITS[^]*formats explain/);
  });
});

describe("parameters of a config file", () => {
  /** What `analyze` says with a config file of this text, and more flags. */
  async function analysed(
    config: string,
    flags: readonly string[] = [],
  ): Promise<{ exitCode: number; out: string; err: string }> {
    const folder = await temporaryFolder({ "c.yaml": config });
    const argv = [
      "analyze",
      "sample-logs/account-incident",
      "--config",
      join(folder, "c.yaml"),
      "-o",
      "json",
      ...flags,
    ];
    const io = fakeIo([...argv, "--detector", "retries-exhausted"]);
    const exitCode = await run(io);
    return { exitCode, out: io.out(), err: io.err().replaceAll(`${folder}/`, "") };
  }

  test("hold, and one given by --param comes before them", async () => {
    const findings = ({ out }: { out: string }): number => JSON.parse(out).findings.length;
    const most = "parameters: { retries-exhausted: { min_exhausted: 100000 } }";
    expect(findings(await analysed("parameters: {}"))).toBeGreaterThan(0);
    expect(findings(await analysed(most))).toBe(0);
    expect(findings(await analysed(most, ["--param", "retries-exhausted.min_exhausted=1"]))).toBeGreaterThan(0);
  });

  test.each([
    [
      "a detector that there is not",
      "parameters: { retry-storm: { min_share: 1 } }",
      /in "c\.yaml": there is no detector "retry-storm"\n {2}hint: {2}the nearest is "retry-storms"/,
    ],
    [
      "a parameter that there is not",
      "parameters: { retry-storms: { minshare: 1 } }",
      /in "c\.yaml": there is no parameter of retry-storms "minshare"\n {2}hint: {2}the nearest is/,
    ],
    [
      "a value that is none",
      "parameters: { retry-storms: { min_share: much } }",
      /in "c\.yaml": "much" is no number for retry-storms\.min_share/,
    ],
  ])("%s is told with the file", async (_, config, err) => {
    expect(await analysed(config)).toMatchObject({ exitCode: 2, out: "", err: expect.stringMatching(err) });
  });
});

describe("formats detect and explain, through the command line", () => {
  const line = readFileSync("sample-logs/account-incident/gateway-7d9f.log", "utf8").split("\n", 1)[0] ?? "";

  test("detect reads what is piped in, once", async () => {
    const io = fakeIo(["formats", "detect", "-o", "json"], {
      stdin: Readable.from([Buffer.from(`${line}\n`.repeat(12))]),
    });
    expect(await run(io)).toBe(0);
    expect(JSON.parse(io.out())).toMatchObject([{ name: "-", lines: 12, certainty: "sure" }]);
  });

  test("explain takes a line as its argument, or the first that is piped in", async () => {
    const given = fakeIo(["formats", "explain", line]);
    const piped = fakeIo(["formats", "explain"], { stdin: Readable.from([Buffer.from(`${line}\n`)]) });
    expect([await run(given), await run(piped)]).toEqual([0, 0]);
    expect(piped.out()).toBe(given.out());
    expect(given.out()).toMatch(/^istio-text: /);
  });

  test("a line that looks like a flag is given behind --", async () => {
    const io = fakeIo(["formats", "explain", "--", "--x"]);
    expect(await run(io)).toBe(0);
    expect(io.out()).toMatch(/^no access log line/);
  });
});
