import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { columns } from "../../src/core/columns.ts";
import { Batches, BATCHES_AHEAD } from "../../src/rows/batches.ts";
import { columnEntry } from "../../src/parse/entry.ts";
import { recordOf } from "../../src/parse/record.ts";
import { BATCH_ROWS, RowBatch } from "../../src/rows/row-batch.ts";
import { RowWriter } from "../../src/parse/row-writer.ts";
import { Database } from "../../src/store/database.ts";
import { Load } from "../../src/store/load.ts";
import { schema } from "../../src/store/schema.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { within } from "../helpers/within.ts";

type Values = Readonly<Record<string, string>>;

/** A new database, in a transaction. */
async function emptyDatabase(threads = 2): Promise<Database> {
  const temporary = await temporaryFolder();
  const database = await Database.open({ path: `${temporary}/t.duckdb`, temporary, memoryLimit: "300MB", threads });
  for (const statement of schema) await database.run(statement);
  await database.run("BEGIN");
  return database;
}

/** A batch of rows with these values, and none in the other columns. */
function batchOf(rows: readonly Values[], firstLine = 1): RowBatch {
  const [batch, writer] = [new RowBatch(), new RowWriter()];
  writer.useSource(1);
  writer.useOrigin(1);
  for (const [nth, values] of rows.entries()) {
    const given = columns.filter((name) => values[name] !== undefined);
    writer.record(batch, recordOf(given.map((name) => columnEntry(name, values[name]!))));
    writer.end(batch, firstLine + nth);
  }
  return batch;
}

/** A full batch of rows with long texts. */
const full = (firstLine = 1): RowBatch =>
  batchOf(
    Array.from({ length: BATCH_ROWS }, (_, nth) => ({ path: `/${"x".repeat(200)}/${nth}` })),
    firstLine,
  );

const failed = { code: "STORE_FAILED" };
const lines = "SELECT count(*) AS lines FROM line";

test("what is absent is null, whether it is a dash or nothing", async () => {
  const database = await emptyDatabase();
  const load = Load.begin(database);
  await load.add(batchOf([{ upstream_host: "", upstream_local_address: "-", duration_ms: "", response_flags: "" }]));
  await load.end();
  expect(
    await database.query("SELECT upstream_host, upstream_local_address, duration_ms, response_flags FROM line"),
  ).toEqual([{ upstream_host: null, upstream_local_address: null, duration_ms: null, response_flags: [] }]);
  database.close();
});

test("rows come into the table as they were handed over", async () => {
  const database = await emptyDatabase();
  const load = Load.begin(database);
  await load.add(
    batchOf([
      {
        start_time: "2026-11-20T09:00:00.123Z",
        method: "POST",
        response_code: "504",
        response_flags: "URX,UT,UpstreamRequestTimeout",
        duration_ms: "999999999999999999",
        path: `/"a",'b'\\`,
        user_agent: "é".repeat(6),
        authority: "é".repeat(6) + "x",
      },
      {},
      { start_time: "1969-12-31T23:59:59.999999Z", response_flags: "DC", path: "/" },
    ]),
  );
  await load.end();
  expect(
    await database.query(
      `SELECT line_id, origin_id, start_time, method, response_code, response_flags, duration_ms, path, user_agent, authority
       FROM line ORDER BY line_id`,
    ),
  ).toEqual([
    {
      line_id: 10_000_000_001,
      origin_id: 1,
      start_time: "2026-11-20 09:00:00.123",
      method: "POST",
      response_code: 504,
      response_flags: ["URX", "UT", "UpstreamRequestTimeout"],
      duration_ms: 999_999_999_999_999_999n,
      path: `/"a",'b'\\`,
      user_agent: "éééééé",
      authority: "ééééééx",
    },
    {
      line_id: 10_000_000_002,
      origin_id: 1,
      start_time: null,
      method: null,
      response_code: null,
      response_flags: [],
      duration_ms: null,
      path: null,
      user_agent: null,
      authority: null,
    },
    {
      line_id: 10_000_000_003,
      origin_id: 1,
      start_time: "1969-12-31 23:59:59.999999",
      method: null,
      response_code: null,
      response_flags: ["DC"],
      duration_ms: null,
      path: "/",
      user_agent: null,
      authority: null,
    },
  ]);
  database.close();
});

test("batches that are used again leave nothing in the rows of the next ones", async () => {
  const database = await emptyDatabase();
  const load = Load.begin(database);
  const [batches, writer] = [new Batches(), new RowWriter()];
  const path = columnEntry("path", "/a/long/path/of/a/request");
  const method = columnEntry("method", "a-method-of-many-letters");
  for (let nth = 0; nth < 40; nth++) {
    const batch = batches.next();
    for (let line = 0; line < 1000; line++) {
      writer.record(batch, recordOf([nth < 20 ? path : method]));
      writer.end(batch, 1000 * nth + line);
    }
    await load.add(batch);
  }
  await load.end();
  expect(await database.query("SELECT path, method, count(*) AS lines FROM line GROUP BY ALL ORDER BY path")).toEqual([
    { path: path.value, method: null, lines: 20_000 },
    { path: null, method: method.value, lines: 20_000 },
  ]);
  database.close();
});

test("batches that wait are left alone, however many others are asked for", async () => {
  const database = await emptyDatabase();
  const load = Load.begin(database);
  const [batches, writer] = [new Batches(), new RowWriter()];
  for (let nth = 0; nth < 200; nth++) {
    for (let other = 0; other < nth % 20; other++) batches.next();
    const batch = batches.next();
    writer.record(batch, recordOf([columnEntry("path", `/${nth}`)]));
    writer.end(batch, nth);
    await load.add(batch);
  }
  await load.end();
  expect(await database.query("SELECT count(DISTINCT path) AS paths, count(*) AS lines FROM line")).toEqual([
    { paths: 200, lines: 200 },
  ]);
  database.close();
});

test("a row that does not come into the table is an error", async () => {
  const database = await emptyDatabase();
  const load = Load.begin(database);
  const batch = full();
  const added = load.add(batch);
  // Before the event loop turns, so before any thread of the database can have taken it.
  batch.rows -= 1;
  await added;
  await expect(load.end()).rejects.toMatchObject({
    ...failed,
    message: expect.stringMatching(/took \d+ of \d+ rows$/),
  });
  database.close();
});

test.each([1, 2, 8])("with %i threads every row comes once", async (threads) => {
  const database = await emptyDatabase(threads);
  const load = Load.begin(database);
  for (let nth = 0; nth < 40; nth++) {
    await load.add(full(1 + nth * BATCH_ROWS));
    // Threads that wait for rows must not stop for good.
    if (nth % 10 === 0) await setTimeout(60);
  }
  await within(20_000, load.end());
  expect(
    await database.query(
      "SELECT count(*) AS lines, count(DISTINCT line_id) AS ids, sum(length(path)) AS letters FROM line",
    ),
  ).toEqual([
    {
      lines: 40 * BATCH_ROWS,
      ids: 40 * BATCH_ROWS,
      letters: 40 * (202 * BATCH_ROWS + 10 + 2 * 90 + 3 * 900 + 4 * 1048),
    },
  ]);
  database.close();
});

test("no row at all is no row in the table", async () => {
  const database = await emptyDatabase();
  await within(10_000, Load.begin(database).end());
  expect(await database.query(lines)).toEqual([{ lines: 0 }]);
  database.close();
});

test("an interrupted load fails in bounded time, though rows still wait to be read", async () => {
  const database = await emptyDatabase();
  const load = Load.begin(database);
  const all = async (): Promise<void> => {
    for (let nth = 0; nth < 20 * BATCHES_AHEAD; nth++) {
      await load.add(full());
      if (nth === 10) database.interrupt();
    }
    await load.end();
  };
  await expect(within(30_000, all())).rejects.toMatchObject(failed);
  await within(10_000, load.abandon());
  database.close();
});

test("a load that is interrupted while it waits for rows ends", async () => {
  const database = await emptyDatabase();
  const load = Load.begin(database);
  await load.add(full());
  await setTimeout(50);
  database.interrupt();
  await expect(within(10_000, load.end())).rejects.toMatchObject(failed);
  database.close();
});

test("a load that is given up while the database waits for rows ends, and another can begin", async () => {
  const database = await emptyDatabase();
  const load = Load.begin(database);
  await load.add(full());
  await within(10_000, load.abandon());
  await database.run("ROLLBACK");
  expect(await database.query(lines)).toEqual([{ lines: 0 }]);
  const next = Load.begin(database);
  await next.add(full());
  await next.end();
  expect(await database.query(lines)).toEqual([{ lines: BATCH_ROWS }]);
  database.close();
});

test("a load into a database that cannot take rows fails in bounded time", async () => {
  const database = await emptyDatabase();
  await database.run("DROP VIEW access_log");
  await database.run("ALTER TABLE line DROP COLUMN other");
  const load = Load.begin(database);
  const all = async (): Promise<void> => {
    for (let nth = 0; nth < 2 * BATCHES_AHEAD; nth++) await load.add(full());
  };
  await expect(within(10_000, all())).rejects.toMatchObject({ ...failed, message: expect.stringMatching(/columns/) });
  await within(10_000, load.abandon());
  database.close();
});

test("a query can read the rows of no load", async () => {
  const database = await emptyDatabase();
  const load = Load.begin(database);
  await load.add(full());
  await load.end();
  const [source] = await database.query(
    "SELECT function_name AS name FROM duckdb_functions() WHERE function_name LIKE 'rows_to_load%'",
  );
  expect(await within(10_000, database.query(`SELECT count(*) AS lines FROM ${source!["name"]}()`))).toEqual([
    { lines: 0 },
  ]);
  database.close();
});
