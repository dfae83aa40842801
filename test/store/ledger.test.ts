import { appendFile, copyFile, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ingest, querySql, type Row, type SourceTally } from "../../src/index.ts";
import { tarOf, zipOf } from "../helpers/archives.ts";
import { pieces } from "../helpers/in-pieces.ts";
import { small, writeLogs } from "../helpers/in-memory.ts";
import { clientLine, cutOff, idOf, jsonOf, perTryTimeout, serverLine, textOf } from "../helpers/lines.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** A folder with a database in it, and what can be done with both. */
async function aLedger() {
  const folder = await temporaryFolder();
  const db = join(folder, "logs.duckdb");
  return {
    folder,
    path: (name: string): string => join(folder, name),
    take: async (...names: readonly string[]): Promise<readonly SourceTally[]> =>
      (await ingest({ inputs: names.map((name) => join(folder, name)), db, ...small })).sources,
    query: async (sql: string): Promise<readonly Row[]> => (await querySql({ db, sql, ...small })).rows,
  };
}

const skippedOf = (sources: readonly SourceTally[]): readonly (string | null)[] =>
  sources.map(({ skipped }) => skipped);
const call = clientLine({ ...perTryTimeout, attempts: 2, took: 212 });
const sends = [serverLine({ ...cutOff, took: 100 }), serverLine({ ...cutOff, at: 112, took: 99, ordinal: 2 })];

test("a log that was ingested before is skipped, and says so", async () => {
  const { folder, take, query } = await aLedger();
  await writeLogs(folder, { "a.log": [call] });
  expect(skippedOf(await take("a.log"))).toEqual([null]);
  const [again] = await take("a.log");
  expect(again).toMatchObject({ source_id: 0, lines: 0, access_log: 0, skipped: "it was ingested before" });
  expect(
    await query("SELECT (SELECT count(*) FROM source) AS sources, (SELECT count(*) FROM access_log) AS lines"),
  ).toEqual([{ sources: 1, lines: 1 }]);
});

test("the same content under two names is taken once, in one go and later", async () => {
  const { folder, path, take, query } = await aLedger();
  await writeLogs(folder, { "a.log": [call] });
  await copyFile(path("a.log"), path("b.log"));
  await copyFile(path("a.log"), path("c.log"));
  const because = `it has the same content as ${path("a.log")}`;
  expect(skippedOf(await take("a.log", "b.log"))).toEqual([null, because]);
  expect(skippedOf(await take("c.log"))).toEqual([because]);
  expect(await query("SELECT count(*) AS lines FROM access_log")).toEqual([{ lines: 1 }]);
});

const archives: readonly (readonly [string, (files: Readonly<Record<string, string>>) => Promise<Buffer>])[] = [
  ["logs.tar.gz", async (files) => gzipSync(await tarOf(files))],
  ["logs.zip", async (files) => zipOf(files)],
];

test.each(archives)("the logs of %s that were ingested before are skipped, one by one", async (name, archiveOf) => {
  const { path, take, query } = await aLedger();
  const one = `${textOf(call)}\n`;
  const two = sends.map((line) => `${textOf(line)}\n`).join("");
  await writeFile(path(name), await archiveOf({ "orders.log": one, "payments.log": two }));
  expect(skippedOf(await take(name))).toEqual([null, null]);
  expect(skippedOf(await take(name))).toEqual(["it was ingested before", "it was ingested before"]);
  const more = `${textOf(clientLine({ id: idOf(1), at: 5000 }))}\n`;
  await writeFile(path(`later-${name}`), await archiveOf({ "orders.log": one, "new.log": more }));
  expect(skippedOf(await take(`later-${name}`))).toEqual([`it has the same content as ${path(name)}!orders.log`, null]);
  expect(await query("SELECT count(*) AS lines FROM access_log")).toEqual([{ lines: 4 }]);
});

test.each(archives)("a log and the same log in %s are taken once, whichever comes first", async (name, archiveOf) => {
  const { folder, path, take } = await aLedger();
  await writeLogs(folder, { "a.log": [call], "b.log": sends });
  const [a, b] = await Promise.all(["a.log", "b.log"].map((each) => readFile(path(each), "utf8")));
  await writeFile(path(name), await archiveOf({ "a.log": a!, "b.log": b! }));
  expect(skippedOf(await take("a.log", name))).toEqual([null, `it has the same content as ${path("a.log")}`, null]);
  expect(skippedOf(await take("b.log"))).toEqual([`it has the same content as ${path(name)}!b.log`]);
});

test("an archive out of a pipe is taken like its file, its logs known again, and leaves no file behind", async () => {
  const { folder, path, take, query } = await aLedger();
  const archive = await tarOf({
    "orders.log": `${textOf(call)}\n`,
    "pods/web.log": `${textOf(clientLine({ id: idOf(1) }))}\n`,
  });
  await writeFile(path("a.tar"), archive);
  const piped = async (): Promise<readonly SourceTally[]> =>
    (await ingest({ inputs: ["-"], stdin: pieces(archive, [700]), db: path("logs.duckdb"), ...small })).sources;
  expect((await piped()).map(({ name, kind, lines }) => [name, kind, lines])).toEqual([
    ["-!orders.log", "tar", 1],
    ["-!pods/web.log", "tar", 1],
  ]);
  expect(skippedOf(await take("a.tar"))).toEqual([
    "it has the same content as -!orders.log",
    "it has the same content as -!pods/web.log",
  ]);
  expect(skippedOf(await piped())).toEqual(["it was ingested before", "it was ingested before"]);
  expect(await query("SELECT DISTINCT proxy FROM access_log ORDER BY ALL")).toEqual([
    { proxy: "orders" },
    { proxy: "web" },
  ]);
  expect((await readdir(folder)).toSorted()).toEqual(["a.tar", "logs.duckdb"]);
});

test("empty logs of an archive are taken, since nothing in them can be the same", async () => {
  const { path, take } = await aLedger();
  await writeFile(path("a.tar"), await tarOf({ "a.log": "", "b.log": "", "c.log": `${textOf(call)}\n` }));
  expect(skippedOf(await take("a.tar"))).toEqual([null, null, null]);
});

test("a log that an archive holds only the beginning of is no log that is known", async () => {
  const { path, take } = await aLedger();
  const whole = gzipSync(await tarOf({ "a.log": `${textOf(call)}\n`.repeat(50) }));
  await writeFile(path("cut.tgz"), whole.subarray(0, whole.length - 40));
  await writeFile(path("whole.tgz"), whole);
  expect(skippedOf(await take("cut.tgz"))).toEqual([null]);
  expect(skippedOf(await take("whole.tgz"))).toEqual([null]);
});

test("logs of one size and different content are both taken", async () => {
  const { folder, take } = await aLedger();
  await writeLogs(folder, { "a.log": [call], "b.log": [{ ...call, id: idOf(1) }] });
  expect(skippedOf(await take("a.log", "b.log"))).toEqual([null, null]);
});

test("two empty logs are both taken, since nothing in them can be the same", async () => {
  const { folder, take } = await aLedger();
  await writeLogs(folder, { "a.log": [], "b.log": [], "c.log": [call] });
  expect(skippedOf(await take("a.log", "b.log", "c.log"))).toEqual([null, null, null]);
});

test("the server's log changes the verdict when it comes later", async () => {
  const { folder, take, query } = await aLedger();
  await writeLogs(folder, { "orders.log": [call], "payments.log": sends }, jsonOf);
  await take("orders.log");
  expect(await query("SELECT verdict, sends, delivered FROM request")).toEqual([
    { verdict: "possible", sends: 2, delivered: 0 },
  ]);
  await take("payments.log");
  expect(await query("SELECT verdict, sends, delivered FROM request")).toEqual([
    { verdict: "confirmed", sends: 2, delivered: 2 },
  ]);
});

test("the caller's log joins what were requests of the server's side alone, when it comes later", async () => {
  const { folder, take, query } = await aLedger();
  await writeLogs(folder, { "orders.log": [call], "payments.log": sends }, jsonOf);
  await take("payments.log");
  expect(await query("SELECT proxy, side, verdict FROM request")).toEqual([
    { proxy: "payments", side: "server", verdict: "confirmed" },
  ]);
  await take("orders.log");
  expect(await query("SELECT proxy, side, verdict FROM request")).toEqual([
    { proxy: "orders", side: "client", verdict: "confirmed" },
  ]);
  expect(await query("SELECT count(*) AS sends FROM send")).toEqual([{ sends: 2 }]);
});

test("requests that new lines have no part in stay as they are", async () => {
  const { folder, take, query } = await aLedger();
  await writeLogs(folder, { "a.log": [call], "b.log": [clientLine({ at: 60_000, id: idOf(1) })] });
  await take("a.log");
  const before = await query("SELECT * FROM request");
  await take("b.log");
  expect(await query("SELECT * FROM request ORDER BY id LIMIT 1")).toEqual(before);
});

test("a log that has grown is read on from where it ended", async () => {
  const { folder, path, take, query } = await aLedger();
  await writeLogs(folder, { "a.log": [call, "an application's own line"] });
  await take("a.log");
  await appendFile(path("a.log"), `${textOf(clientLine({ id: idOf(1), at: 5000 }))}\n`);
  expect(await take("a.log")).toMatchObject([{ source_id: 2, lines: 1, access_log: 1, skipped: null }]);
  expect(
    await query("SELECT source_id, line, first_line FROM access_log JOIN source USING (source_id) ORDER BY ALL"),
  ).toEqual([
    { source_id: 1, line: 1, first_line: 1 },
    { source_id: 2, line: 3, first_line: 3 },
  ]);
});

test.each(archives)("a log that has grown in a newer %s is read on from where it ended", async (name, archiveOf) => {
  const { path, take, query } = await aLedger();
  const [one, other, grown] = [call, clientLine({ id: idOf(2) }), clientLine({ id: idOf(1), at: 5000 })].map(
    (line) => `${textOf(line)}\n`,
  );
  await writeFile(path(name), await archiveOf({ "pods/a.log": `${one}noise\n`, "pods/b.log": other! }));
  await take(name);
  const newer = { "pods/a.log": `${one}noise\n${grown}`, "pods/b.log": other!, "pods/c.log": `${one}noise\n${grown}x` };
  await writeFile(path(`newer-${name}`), await archiveOf(newer));
  expect(await take(`newer-${name}`)).toMatchObject([
    { source_id: 3, lines: 1, access_log: 1, skipped: null },
    { skipped: `it has the same content as ${path(name)}!pods/b.log` },
    // The path is another, so the log is.
    { source_id: 4, lines: 4, skipped: null },
  ]);
  expect(
    await query(
      "SELECT source_id, line, first_line, proxy FROM access_log JOIN source USING (source_id) WHERE source_id < 4 ORDER BY ALL",
    ),
  ).toEqual([
    { source_id: 1, line: 1, first_line: 1, proxy: "a" },
    { source_id: 2, line: 1, first_line: 1, proxy: "b" },
    { source_id: 3, line: 3, first_line: 3, proxy: "a" },
  ]);
});

test.each(archives)(
  "a log in two of %s of one call is taken once, though it is longer in the second",
  async (name, archiveOf) => {
    const { path, take, query } = await aLedger();
    const lines = [call, clientLine({ id: idOf(1), at: 5000 }), clientLine({ id: idOf(2), at: 9000 })].map(textOf);
    await writeFile(path(`1-${name}`), await archiveOf({ "a.log": lines.slice(0, 2).join("\n") }));
    await writeFile(path(`2-${name}`), await archiveOf({ "a.log": lines.join("\n") }));
    // The last line of the first had no end yet, so it is read again.
    expect(await take(`1-${name}`, `2-${name}`)).toMatchObject([{ lines: 2 }, { lines: 2 }]);
    expect(await query("SELECT count(DISTINCT line) AS lines, max(line) AS last FROM access_log")).toEqual([
      { lines: 3, last: 3 },
    ]);
  },
);

test.each<readonly [string, (text: string) => Promise<string | Buffer>]>([
  ["export.csv", async (text) => text],
  ["exports.tar", async (text) => tarOf({ "export.csv": text })],
])("%s that has grown is read from its head of names, which says where its lines are", async (name, fileOf) => {
  const { path, take, query } = await aLedger();
  const rows = [call, clientLine({ id: idOf(1), at: 5000 })].map(
    (line) => `a,"${textOf(line).replaceAll('"', '""')}"\n`,
  );
  await writeFile(path(name), await fileOf(`pod,message\n${rows[0]!}`));
  await take(name);
  await writeFile(path(name), await fileOf(`pod,message\n${rows.join("")}`));
  expect(await take(name)).toMatchObject([{ lines: 3, access_log: 2, other: 1 }]);
  expect(await query("SELECT count(*) AS requests FROM request")).toEqual([{ requests: 2 }]);
});

test("a log of an archive that was written anew is another log, however long", async () => {
  const { path, take } = await aLedger();
  await writeFile(path("1.tar"), await tarOf({ "a.log": `${textOf(call)}\n` }));
  const anew = [clientLine({ id: idOf(1) }), clientLine({ id: idOf(2) })].map((line) => `${textOf(line)}\n`).join("");
  await writeFile(path("2.tar"), await tarOf({ "a.log": anew }));
  await take("1.tar");
  expect(await take("2.tar")).toMatchObject([{ lines: 2, skipped: null }]);
});

test("a last line that was cut when the log was read is read whole when it has grown", async () => {
  const { path, take, query } = await aLedger();
  const text = textOf(call);
  await writeFile(path("a.log"), `${textOf(clientLine({ id: idOf(1) }))}\n${text.slice(0, 150)}`);
  expect(await take("a.log")).toMatchObject([{ lines: 2, access_log: 1, rejected: 1 }]);
  await writeFile(path("a.log"), `${textOf(clientLine({ id: idOf(1) }))}\n${text}\n`);
  expect(await take("a.log")).toMatchObject([{ lines: 1, access_log: 1, rejected: 0 }]);
  expect(await query("SELECT line, response_code FROM access_log ORDER BY line")).toEqual([
    { line: 1, response_code: 201 },
    { line: 2, response_code: 504 },
  ]);
});

test("a last line without its newline counts once, though it is read again when the log has grown", async () => {
  const { path, take, query } = await aLedger();
  await writeFile(path("a.log"), textOf(call));
  await take("a.log");
  await appendFile(path("a.log"), `\n${textOf(clientLine({ id: idOf(1), at: 5000 }))}\n`);
  await take("a.log");
  expect(await query("SELECT count(*) AS requests, count(*) FILTER (response_code = 504) AS cut FROM request")).toEqual(
    [{ requests: 2, cut: 1 }],
  );
});

test("a log that was cut off and written anew is another log", async () => {
  const { folder, path, take, query } = await aLedger();
  await writeLogs(folder, { "a.log": [call, clientLine({ id: idOf(1) })] });
  await take("a.log");
  await truncate(path("a.log"));
  await appendFile(path("a.log"), `${textOf(clientLine({ id: idOf(2), at: 9000 }))}\n`);
  expect(await take("a.log")).toMatchObject([{ lines: 1, skipped: null }]);
  expect(await query("SELECT count(*) AS requests FROM request")).toEqual([{ requests: 3 }]);
});

test("a rotated and compressed log gives the requests it gave before, though its bytes are others", async () => {
  const { folder, path, take, query } = await aLedger();
  await writeLogs(folder, { "a.log": [call], "payments.log": sends });
  await take("a.log", "payments.log");
  await writeFile(path("a.log.1.gz"), gzipSync(await readFile(path("a.log"))));
  expect(await take("a.log.1.gz")).toMatchObject([{ kind: "gzip", lines: 1, skipped: null }]);
  expect(await query("SELECT response_code, verdict, sends FROM request")).toEqual([
    { response_code: 504, verdict: "confirmed", sends: 2 },
  ]);
});

test("the ledger says of every source what its tally says", async () => {
  const { folder, take, query } = await aLedger();
  await writeLogs(folder, { "a.log": [call, "noise", textOf(call).slice(0, 60)], "b.log": sends });
  const told = await take("a.log", "b.log");
  const kept = await query(
    "SELECT source_id, name, kind, bytes, lines, access_log, other, rejected, problem FROM source ORDER BY source_id",
  );
  expect(kept).toEqual(
    told.map(({ source_id, name, kind, bytes, lines, access_log, other, rejected, problem }) => ({
      source_id,
      name,
      kind,
      bytes,
      lines,
      access_log,
      other,
      rejected,
      problem,
    })),
  );
});
