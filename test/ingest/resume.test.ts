import { appendFile, truncate, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { tarOf } from "../helpers/archives.ts";
import { writeLogs } from "../helpers/in-memory.ts";
import { aLedger, archives } from "../helpers/ledger.ts";
import { clientLine, idOf, perTryTimeout, textOf } from "../helpers/lines.ts";

const call = clientLine({ ...perTryTimeout, attempts: 2, took: 212 });

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
