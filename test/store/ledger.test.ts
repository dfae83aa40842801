import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ingest, type SourceTally } from "../../src/index.ts";
import { tarOf } from "../helpers/archives.ts";
import { pieces } from "../helpers/in-pieces.ts";
import { small, writeLogs } from "../helpers/in-memory.ts";
import { aLedger, archives } from "../helpers/ledger.ts";
import { clientLine, cutOff, idOf, jsonOf, perTryTimeout, serverLine, textOf } from "../helpers/lines.ts";

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
