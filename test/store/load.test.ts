import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { Database } from "../../src/store/database.ts";
import { Load } from "../../src/store/load.ts";
import { schema } from "../../src/store/schema.ts";
import { markedColumns } from "../../src/store/tables.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { within } from "../helpers/within.ts";

/** A loader into a new database, in a transaction. */
async function begun() {
  const temporary = await temporaryFolder();
  const database = await Database.open({ path: `${temporary}/t.duckdb`, temporary, memoryLimit: "300MB", threads: 1 });
  for (const statement of schema) await database.run(statement);
  await database.run("BEGIN");
  return { temporary, database, load: await Load.begin(database, temporary) };
}

/** One marked row, with these values and "-" for the others. */
function aRow(line: number, values: Readonly<Record<string, string>> = {}): string {
  const cells = markedColumns.map((name) => values[name] ?? "-");
  return `${[`1${String(line).padStart(10, "0")}`, "1", ...cells].join("\x1f")}\n`;
}

const block = (text: string) => ({ bytes: Buffer.from(text), length: Buffer.byteLength(text) });
const rows = (count: number): string =>
  Array.from({ length: count }, (_, nth) => aRow(nth + 1, { path: `/${"x".repeat(200)}` })).join("");
const failed = { code: "STORE_FAILED" };

test("what is absent is null, whether it is a dash or nothing", async () => {
  const { database, load } = await begun();
  await load.add(
    block(aRow(1, { upstream_host: "", upstream_local_address: "-", duration_ms: "", response_flags: "" })),
  );
  await load.end();
  await database.run("COMMIT");
  expect(
    await database.query("SELECT upstream_host, upstream_local_address, duration_ms, response_flags FROM line"),
  ).toEqual([{ upstream_host: null, upstream_local_address: null, duration_ms: null, response_flags: [] }]);
  await database.close();
});

test("rows come into the table as they were handed over", async () => {
  const { database, load, temporary } = await begun();
  await load.add(
    block(
      aRow(1, {
        start_time: "2026-11-20T09:00:00.123Z",
        method: "POST",
        response_code: "504",
        response_flags: "URX,UT",
        duration_ms: "999999999999999999",
        path: `/"a",'b'\\`,
      }),
    ),
  );
  await load.add(block(aRow(2)));
  await load.end();
  await database.run("COMMIT");
  expect(
    await database.query(
      "SELECT line_id, start_time, method, response_code, response_flags, duration_ms, path FROM line ORDER BY line_id",
    ),
  ).toEqual([
    {
      line_id: 10_000_000_001,
      start_time: "2026-11-20 09:00:00.123",
      method: "POST",
      response_code: 504,
      response_flags: ["URX", "UT"],
      duration_ms: 999_999_999_999_999_999n,
      path: `/"a",'b'\\`,
    },
    {
      line_id: 10_000_000_002,
      start_time: null,
      method: null,
      response_code: null,
      response_flags: [],
      duration_ms: null,
      path: null,
    },
  ]);
  database.close();
  expect(await readdir(temporary)).not.toContain("rows");
});

test("no row at all is no row in the table", async () => {
  const { database, load } = await begun();
  await within(10_000, load.end());
  expect(await database.query("SELECT count(*) AS lines FROM line")).toEqual([{ lines: 0 }]);
  database.close();
});

test.each([
  ["with too few columns", "1\x1f1\x1fx\n"],
  ["with too many columns", aRow(5).replace("\n", "\x1fx\n")],
  ["with a value that its column cannot hold", aRow(5, { response_code: "99999" })],
  ["with a time that there is not", aRow(5, { start_time: "2026-13-45T99:00:00.000Z" })],
])("a row %s fails the load in bounded time, and leaves nothing behind", async (_what, broken) => {
  const { database, load, temporary } = await begun();
  const many = block(rows(20_000));
  const all = async (): Promise<void> => {
    await load.add(many);
    await load.add(block(broken));
    for (let nth = 0; nth < 12; nth++) await load.add(many);
    await load.end();
  };
  await expect(within(30_000, all())).rejects.toMatchObject(failed);
  await within(10_000, load.abandon());
  await database.run("ROLLBACK");
  expect(await database.query("SELECT count(*) AS lines FROM line")).toEqual([{ lines: 0 }]);
  database.close();
  expect(await readdir(temporary)).not.toContain("rows");
});

test("an interrupted load fails in bounded time, though rows still wait to be read", async () => {
  const { database, load } = await begun();
  const many = block(rows(20_000));
  const all = async (): Promise<void> => {
    for (let nth = 0; nth < 200; nth++) {
      await load.add(many);
      if (nth === 10) database.interrupt();
    }
    await load.end();
  };
  await expect(within(30_000, all())).rejects.toMatchObject(failed);
  await within(10_000, load.abandon());
  database.close();
});

test("a load that is given up while the database waits for rows ends", async () => {
  const { database, load } = await begun();
  await load.add(block(rows(10)));
  await within(10_000, load.abandon());
  await database.run("ROLLBACK");
  expect(await database.query("SELECT count(*) AS lines FROM line")).toEqual([{ lines: 0 }]);
  database.close();
});

test("a load into a database that cannot take rows fails at its beginning, and its pipe is closed", async () => {
  const { database, load, temporary } = await begun();
  await load.abandon();
  await database.run("ROLLBACK");
  await database.run("DROP VIEW access_log");
  await database.run("ALTER TABLE line DROP COLUMN other");
  await expect(within(10_000, Load.begin(database, temporary))).rejects.toMatchObject({
    ...failed,
    message: expect.stringMatching(/columns/),
  });
  database.close();
});

test("a load on a connection that was closed fails at its beginning", async () => {
  const { database, load, temporary } = await begun();
  await load.abandon();
  database.close();
  await expect(within(10_000, Load.begin(database, temporary))).rejects.toMatchObject(failed);
});
