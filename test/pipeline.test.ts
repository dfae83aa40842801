import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { analyze, ingest, querySql, type IngestOptions, type Row, type SourceTally } from "../src/index.ts";
import { small } from "./helpers/in-memory.ts";
import { clientLine, idOf, jsonOf, textOf } from "./helpers/lines.ts";
import { temporaryFolder } from "./helpers/temporary-folder.ts";

/** A good line, the nth of many. */
const good = (nth: number): string => textOf(clientLine({ at: nth * 1000, id: idOf(nth) }));
const lines = (...texts: readonly string[]): string => texts.map((text) => `${text}\n`).join("");

type Read = { readonly tally: SourceTally; readonly query: (sql: string) => Promise<readonly Row[]> };

/** What the library makes of one file with this content; in every case each of its lines is counted as one thing. */
async function read(content: string | Uint8Array, options: Partial<IngestOptions> = {}): Promise<Read> {
  const folder = await temporaryFolder();
  const input = join(folder, "gateway.log");
  await writeFile(input, content);
  const db = join(folder, "logs.duckdb");
  const [tally] = (await ingest({ inputs: [input], db, ...small, ...options })).sources;
  if (tally === undefined) throw new Error("there is no source");
  const query = async (sql: string): Promise<readonly Row[]> => (await querySql({ db, sql, ...small })).rows;
  expect(tally.access_log + tally.other + tally.rejected).toBe(tally.lines);
  expect(
    await query("SELECT (SELECT count(*) FROM access_log) AS access_log, (SELECT count(*) FROM reject) AS rejected"),
  ).toEqual([{ access_log: tally.access_log, rejected: tally.rejected }]);
  return { tally, query };
}

const rejectsOf = ({ query }: Read): Promise<readonly Row[]> =>
  query("SELECT source_id, line, reason FROM reject ORDER BY line");

test("a file that is not there is told by its name", async () => {
  await expect(analyze({ inputs: ["no/such.log"] })).rejects.toMatchObject({
    code: "READ_NOT_FOUND",
    exitCode: 3,
    message: 'there is no file or folder "no/such.log"',
  });
});

test.skipIf(process.getuid?.() === 0)("a file that may not be read is told by its name", async () => {
  const path = join(await temporaryFolder(), "secret.log");
  await writeFile(path, lines(good(0)));
  await chmod(path, 0o000);
  await expect(analyze({ inputs: [path] })).rejects.toMatchObject({ code: "READ_NOT_READABLE", exitCode: 3 });
});

test("a folder without a log is told by its name", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "empty"));
  await expect(analyze({ inputs: [join(folder, "empty")] })).rejects.toMatchObject({
    code: "READ_NOTHING_FOUND",
    message: `there is no log in "${join(folder, "empty")}"`,
  });
});

test("an empty file is a source without lines, and detectors say that there was nothing", async () => {
  const path = join(await temporaryFolder(), "empty.log");
  await writeFile(path, "");
  const report = await analyze({ inputs: [path], ...small });
  expect(report).toMatchObject({
    sources: [{ lines: 0, access_log: 0, other: 0, rejected: 0 }],
    findings: [],
    run: [],
  });
  expect(new Set(report.not_run.map(({ because }) => because))).toEqual(new Set(["there is no access log line"]));
});

test("a file of other bytes than text is refused where it was named, and passed over in a folder", async () => {
  const folder = await temporaryFolder();
  // Every byte as often as any other, as in what was packed.
  const bytes = Buffer.from(Array.from({ length: 9000 }, (_, nth) => (nth * 89) % 256));
  await writeFile(join(folder, "core.log"), bytes);
  await expect(analyze({ inputs: [join(folder, "core.log")] })).rejects.toMatchObject({ code: "READ_BINARY" });
  await writeFile(join(folder, "gateway.log"), lines(good(0)));
  const { sources } = await analyze({ inputs: [folder], ...small });
  expect(sources.map(({ name, access_log }) => [name, access_log])).toEqual([[join(folder, "gateway.log"), 1]]);
});

test("of a gzip file that is cut off, what can be read is read, and the source has a problem", async () => {
  const whole = gzipSync(Array.from({ length: 2000 }, (_, nth) => `${good(nth)}\n`).join(""), { level: 0 });
  const { tally } = await read(whole.subarray(0, whole.length / 2));
  expect(tally).toMatchObject({ kind: "gzip", problem: expect.stringMatching(/gzip.*cut off/) });
  expect(tally.access_log).toBeGreaterThan(900);
  expect(tally.access_log).toBeLessThan(1100);
});

test("of a gzip file that is damaged, no byte is lost in silence", async () => {
  const whole = gzipSync(Array.from({ length: 2000 }, (_, nth) => `${good(nth)}\n`).join(""), { level: 0 });
  const middle = Math.floor(whole.length / 2);
  whole.fill(0xff, middle, middle + 400);
  expect((await read(whole)).tally.problem).not.toBeNull();
});

test("bytes that are no UTF-8 are shown as such, and their line is read", async () => {
  const line = Buffer.from(lines(good(0)).replace("/payments", "/pay@ments"));
  line[line.indexOf("@")] = 0xff;
  const result = await read(Buffer.concat([Buffer.from(lines(good(1))), line]));
  expect(result.tally).toMatchObject({ lines: 2, access_log: 2 });
  expect(await result.query("SELECT path FROM access_log WHERE line = 2")).toEqual([{ path: "/pay\ufffdments" }]);
});

test("bytes that would break a row are shown as pictures of themselves, and shift nothing", async () => {
  const result = await read(lines(good(0), good(1).replace("okhttp", "ok\u001fh\u0000t\rtp"), good(2)));
  expect(result.tally).toMatchObject({ lines: 3, access_log: 3, rejected: 0 });
  expect(await result.query("SELECT user_agent, response_code FROM access_log ORDER BY line")).toMatchObject([
    { user_agent: "okhttp/5" },
    { user_agent: "ok␟h␀t␍tp/5", response_code: 201 },
    { user_agent: "okhttp/5" },
  ]);
});

test.each([
  ["Windows", "\r\n"],
  ["Unix", "\n"],
])("lines that end as those of %s are read alike, the last one also without an end", async (_what, end) => {
  const result = await read([good(0), "", good(1)].join(end));
  expect(result.tally).toMatchObject({ lines: 3, access_log: 2, other: 1 });
  expect(await result.query("SELECT line, route_name FROM access_log ORDER BY line")).toEqual([
    { line: 1, route_name: "default" },
    { line: 3, route_name: "default" },
  ]);
});

test("a line of ten megabytes is rejected, and its neighbours are read", async () => {
  const long = good(1).replace("/payments", `/${"x".repeat(10_000_000)}`);
  const result = await read(lines(good(0), long, good(2)));
  expect(result.tally).toMatchObject({ lines: 3, access_log: 2, rejected: 1 });
  expect(await rejectsOf(result)).toEqual([{ source_id: 1, line: 2, reason: "LINE_TOO_LONG" }]);
  expect(await result.query("SELECT line FROM access_log ORDER BY line")).toEqual([{ line: 1 }, { line: 3 }]);
});

test("a last line that is cut is rejected as such, with its place and its beginning", async () => {
  const result = await read(lines(good(0)) + good(1).slice(0, 140));
  expect(await rejectsOf(result)).toEqual([{ source_id: 1, line: 2, reason: "LINE_CUT" }]);
  expect(result.tally.rejects).toEqual([
    { reason: "LINE_CUT", count: 1, first: { line: 2, text: good(1).slice(0, 140) } },
  ]);
});

test("lines that begin like those of an access log and go on otherwise are rejected, with their places", async () => {
  const broken = jsonOf(clientLine()).replace('"POST"', '"POST');
  const result = await read(lines(good(0), good(1).replace('"POST', "POST"), good(2), broken, good(3)));
  expect(result.tally).toMatchObject({ lines: 5, access_log: 3, rejected: 2 });
  expect(await rejectsOf(result)).toEqual([
    { source_id: 1, line: 2, reason: "FIELD_MISMATCH" },
    { source_id: 1, line: 4, reason: "JSON_BROKEN" },
  ]);
});

test("lines of other kinds are counted and nothing more", async () => {
  const result = await read(
    lines(
      "2026-11-20T09:00:00.000000Z\tinfo\tEnvoy proxy is ready",
      good(0),
      "",
      '{"level":"info","msg":"started"}',
      "    at main (app.js:1)",
    ),
  );
  expect(result.tally).toMatchObject({ lines: 5, access_log: 1, other: 4, rejected: 0 });
});

test("logs without a single access log line are not understood, and the error shows a line", async () => {
  await expect(read(lines("one", "two"))).rejects.toMatchObject({
    code: "PARSE_NO_FORMAT_FITS",
    exitCode: 3,
    message: expect.stringMatching(/^no known format fits a single line of ".*gateway\.log"$/),
    cause: "line 1 is: one",
  });
});

test("as many broken lines as good ones pass, one more does not, and a caller may allow it", async () => {
  const broken = (nth: number): string => good(nth).slice(0, 120);
  const many = lines(good(0), good(1), broken(2), broken(3));
  expect((await read(many)).tally).toMatchObject({ access_log: 2, rejected: 2 });
  await expect(read(many + lines(broken(4)))).rejects.toMatchObject({
    code: "PARSE_TOO_MANY_REJECTS",
    exitCode: 3,
    message: "3 of 5 access log lines (60.0 %) could not be read",
  });
  expect((await read(many + lines(broken(4)), { maxRejects: 1 })).tally).toMatchObject({ access_log: 2, rejected: 3 });
  await expect(read(many, { maxRejects: 0.49 })).rejects.toMatchObject({ code: "PARSE_TOO_MANY_REJECTS" });
  await expect(read(lines(good(0), broken(1)), { maxRejects: 0 })).rejects.toMatchObject({
    code: "PARSE_TOO_MANY_REJECTS",
  });
});

test("after a refusal for too many rejects the database holds nothing of that log", async () => {
  const folder = await temporaryFolder();
  const [db, input] = [join(folder, "logs.duckdb"), join(folder, "gateway.log")];
  await writeFile(input, lines(good(0), good(1).slice(0, 120), good(2).slice(0, 120)));
  await expect(ingest({ inputs: [input], db, ...small })).rejects.toMatchObject({ code: "PARSE_TOO_MANY_REJECTS" });
  const { rows } = await querySql({
    db,
    sql: "SELECT (SELECT count(*) FROM line) + (SELECT count(*) FROM reject) + (SELECT count(*) FROM source) AS rows",
    ...small,
  });
  expect(rows).toEqual([{ rows: 0 }]);
});

test(
  "two hundred thousand rejects are all counted and kept, the many of them shortly",
  { timeout: 120_000 },
  async () => {
    const broken = `${good(0).slice(0, 180)}\n`;
    const result = await read(lines(good(0)) + broken.repeat(200_000), { maxRejects: 1 });
    expect(result.tally).toMatchObject({
      lines: 200_001,
      access_log: 1,
      rejected: 200_000,
      rejects: [{ reason: "LINE_CUT", count: 200_000, first: { line: 2 } }],
    });
    expect(
      await result.query(
        "SELECT min(line) AS first, max(line) AS last, max(length(text)) AS longest, min(length(text)) AS shortest FROM reject",
      ),
    ).toEqual([{ first: 2, last: 200_001, longest: 180, shortest: 120 }]);
  },
);

test("each source is counted for itself, whatever else is read with it", async () => {
  const folder = await temporaryFolder();
  const contents = {
    "a.log": lines(good(0), "noise"),
    "b.log": lines(good(1).slice(0, 100), good(1)),
    "c.json": lines(jsonOf(clientLine())),
    "d.log": "",
  };
  await Promise.all(Object.entries(contents).map(([name, text]) => writeFile(join(folder, name), text)));
  const { sources } = await analyze({ inputs: [folder], ...small });
  expect(
    sources.map(({ lines: all, access_log, other, rejected, formats }) => [
      all,
      access_log,
      other,
      rejected,
      formats.map(({ format }) => format),
    ]),
  ).toEqual([
    [2, 1, 1, 0, ["istio-text"]],
    [2, 1, 0, 1, ["istio-text"]],
    [1, 1, 0, 0, ["istio-json"]],
    [0, 0, 0, 0, []],
  ]);
});

test("standard input is a source like any other", async () => {
  const stdin = (async function* (): AsyncIterable<Uint8Array> {
    for (const letter of lines(good(0), "noise", good(1))) yield Buffer.from(letter);
  })();
  const { sources } = await analyze({ inputs: ["-"], stdin, ...small });
  expect(sources).toMatchObject([{ name: "-", lines: 3, access_log: 2, other: 1 }]);
  await expect(analyze({ inputs: ["-"] })).rejects.toMatchObject({ code: "USAGE_BAD_VALUE" });
});

test("progress tells of all bytes and lines, and of the stages in their order", async () => {
  const folder = await temporaryFolder();
  const text = lines(good(0), good(1));
  await writeFile(join(folder, "a.log"), text);
  await writeFile(join(folder, "b.log"), text.replaceAll("POST", "GET"));
  const told: string[] = [];
  await analyze({
    inputs: [folder],
    ...small,
    onProgress: ({ stage, bytesDone, bytesTotal, lines: all }) =>
      told.push(`${stage} ${bytesDone}/${bytesTotal} ${all}`),
  });
  const total = 2 * text.length - 2;
  expect([...new Set(told)]).toEqual([
    `read ${text.length}/${total} 2`,
    `read ${total}/${total} 4`,
    "correlate 0/null 0",
    "detect 0/null 0",
  ]);
});
