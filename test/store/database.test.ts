import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { analyze, detect, ingest, querySql } from "../../src/index.ts";
import { Database } from "../../src/store/database.ts";
import { schema } from "../../src/store/schema.ts";
import { inMemory, small, writeLogs } from "../helpers/in-memory.ts";
import { clientLine } from "../helpers/lines.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

test("a database that is not there cannot be asked, and the error says how to make it", async () => {
  const db = join(await temporaryFolder(), "none.duckdb");
  const missing = {
    code: "STORE_NOT_OPEN",
    message: `there is no database "${db}"`,
    hint: `make it with: retryscope ingest LOGS --db ${db}`,
  };
  await expect(detect({ db, ...small })).rejects.toMatchObject(missing);
  await expect(querySql({ db, sql: "SELECT 1", ...small })).rejects.toMatchObject(missing);
});

test("a file that is no database cannot be opened", async () => {
  const folder = await temporaryFolder();
  const db = join(folder, "notes.txt");
  await writeFile(db, "these are notes, and no database at all\n".repeat(1000));
  const inputs = await writeLogs(folder, { "a.log": [clientLine()] });
  await expect(analyze({ inputs, db, ...small })).rejects.toMatchObject({ code: "STORE_NOT_OPEN", exitCode: 4 });
});

test("a folder that is not there cannot hold a database", async () => {
  const folder = await temporaryFolder();
  const inputs = await writeLogs(folder, { "a.log": [clientLine()] });
  await expect(ingest({ inputs, db: join(folder, "none", "x.duckdb"), ...small })).rejects.toMatchObject({
    code: "STORE_NOT_OPEN",
  });
});

test("a database of another program is left as it is", async () => {
  const folder = await temporaryFolder();
  const db = join(folder, "theirs.duckdb");
  const instance = await DuckDBInstance.create(db);
  const connection = await instance.connect();
  await connection.run("CREATE TABLE accounts (id INTEGER); INSERT INTO accounts VALUES (1)");
  connection.closeSync();
  instance.closeSync();
  const inputs = await writeLogs(folder, { "a.log": [clientLine()] });
  await expect(ingest({ inputs, db, ...small })).rejects.toMatchObject({
    code: "STORE_NOT_OURS",
    message: `"${db}" is a database of another program`,
  });
  const again = await DuckDBInstance.create(db);
  const tables = await (await again.connect()).runAndReadAll("SELECT table_name FROM duckdb_tables()");
  expect(tables.getRows()).toEqual([["accounts"]]);
  again.closeSync();
});

test.each([
  ["line has one column more", "ALTER TABLE line ADD COLUMN verb VARCHAR", "line"],
  ["line has one column less", "ALTER TABLE line DROP COLUMN grpc_status", "line"],
  ["source has a column of another type", "ALTER TABLE source ALTER bytes TYPE VARCHAR", "source"],
  ["origin has a column of another name", "ALTER TABLE origin RENAME proxy TO host", "origin"],
])("a database in which %s is of another version, and is left as it is", async (_what, change, table) => {
  const { db } = await inMemory({ "a.log": [clientLine()] });
  await changed(db, change);
  const before = await readFile(db);
  const inputs = await writeLogs(await temporaryFolder(), { "b.log": [clientLine({ at: 5000 })] });
  for (const work of [
    () => ingest({ inputs, db, ...small }),
    () => detect({ db, ...small }),
    () => querySql({ db, sql: "SELECT 1", ...small }),
  ])
    await expect(work()).rejects.toMatchObject({
      code: "STORE_OTHER_VERSION",
      exitCode: 4,
      message: `"${db}" was made by another version of retryscope`,
      cause: { message: `its table "${table}" has other columns` },
      hint: "ingest the logs again into a new file: retryscope ingest LOGS --db FILE",
    });
  expect((await readFile(db)).equals(before)).toBe(true);
});

test("what another version derived is derived anew, from all lines", async () => {
  const { db, query } = await inMemory({ "a.log": [clientLine()] });
  await changed(
    db,
    "UPDATE derived SET model = 'another'; DROP TABLE judged; CREATE TABLE judged (id BIGINT); DROP MACRO request_hash",
  );
  expect(await query("SELECT id, verdict FROM request")).toMatchObject([{ verdict: "none" }]);
  const folder = await temporaryFolder();
  await changed(db, "UPDATE derived SET model = 'another'; UPDATE request_fact SET sends = 7");
  await ingest({ inputs: await writeLogs(folder, { "b.log": [clientLine({ at: 90_000 })] }), db, ...small });
  expect(await query("SELECT sends FROM request")).toEqual([{ sends: 1 }, { sends: 1 }]);
});

test("an empty database has nothing to ask", async () => {
  const db = join(await temporaryFolder(), "empty.duckdb");
  await changed(db, "SELECT 1");
  await expect(querySql({ db, sql: "SELECT 1", ...small })).rejects.toMatchObject({ code: "STORE_NOT_OURS" });
});

/** Runs statements on a database file that is not open. */
async function changed(db: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(db, { storage_compatibility_version: "latest" });
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

test("a database that another process holds cannot be opened, and the error says that it may be so", async () => {
  const { db } = await inMemory({ "a.log": [clientLine()] });
  const holder = spawn(process.execPath, [
    "--input-type=module",
    "--eval",
    `import { DuckDBInstance } from "@duckdb/node-api"; globalThis.held = await DuckDBInstance.create(process.argv[1]); console.log("held"); setInterval(() => {}, 1000);`,
    db,
  ]);
  onTestFinished(() => void holder.kill());
  await once(holder.stdout, "data");
  await expect(querySql({ db, sql: "SELECT 1", ...small })).rejects.toMatchObject({
    code: "STORE_NOT_OPEN",
    hint: "is it a DuckDB file, is its folder writable, does another process hold it?",
  });
});

test("work that fails inside a transaction says why, and not that the transaction is over", async () => {
  const temporary = await temporaryFolder();
  const database = await Database.open({ path: join(temporary, "x"), temporary, memoryLimit: "200MB", threads: 1 });
  for (const statement of schema) await database.run(statement);
  await database.run("BEGIN");
  const failing =
    "CREATE TABLE numbers AS SELECT CAST(name AS INTEGER) FROM (SELECT 'no number' AS name FROM range(3))";
  await expect(database.runPortable(failing)).rejects.toMatchObject({
    code: "STORE_FAILED",
    message: expect.stringContaining("Could not convert string 'no number' to INT32"),
  });
  database.close();
});

describe("a query", () => {
  let folder = "";
  const db = (): string => join(folder, "logs.duckdb");
  const ask = (sql: string): ReturnType<typeof querySql> => querySql({ db: db(), sql, ...small });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "test-of-queries-"));
    await ingest({ inputs: await writeLogs(folder, { "a.log": [clientLine()] }), db: db(), ...small });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each([
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_csv('http://localhost/x.csv')",
    "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
    "COPY (SELECT 1) TO '/tmp/out-of-the-database.csv'",
    "COPY line FROM '/etc/passwd'",
    "EXPORT DATABASE '/tmp/out-of-the-database'",
    "SELECT nothing FROM nowhere",
    "SELECT * FROM (DELETE FROM line RETURNING line_id)",
    "SELEC 1",
  ])("that DuckDB refuses is refused in one line: %s", async (sql) => {
    await expect(ask(sql)).rejects.toMatchObject({
      code: "USAGE_BAD_SQL",
      exitCode: 2,
      message: expect.stringMatching(/^DuckDB refuses the statement: [^\n]+$/),
    });
  });

  test.each([
    ["DELETE FROM line", "a statement of the kind DELETE is no query"],
    ["EXPLAIN ANALYZE DELETE FROM line", "a statement of the kind DELETE is no query"],
    ["UPDATE source SET name = 'x'", "a statement of the kind UPDATE is no query"],
    ["INSERT INTO derived VALUES (1, 'x')", "a statement of the kind INSERT is no query"],
    ["DROP TABLE reject", "a statement of the kind DROP is no query"],
    ["CREATE OR REPLACE VIEW request AS SELECT 1", "a statement of the kind CREATE is no query"],
    ["CREATE TEMP TABLE mine AS SELECT 1", "a statement of the kind CREATE is no query"],
    ["ALTER TABLE line ADD COLUMN x INTEGER", "a statement of the kind ALTER is no query"],
    ["ATTACH '/tmp/out-of-the-database.duckdb' AS other", "a statement of the kind ATTACH is no query"],
    ["INSTALL httpfs", "a statement of the kind LOAD is no query"],
    ["LOAD httpfs", "a statement of the kind LOAD is no query"],
    ["SET enable_external_access = true", "a statement of the kind SET is no query"],
    ["SET temp_directory = '/tmp'", "a statement of the kind SET is no query"],
    ["RESET lock_configuration", "a statement of the kind SET is no query"],
    ["PRAGMA profiling_output = '/tmp/out-of-the-database.json'", "a statement of the kind SET is no query"],
    ["BEGIN", "a statement of the kind TRANSACTION is no query"],
    ["CHECKPOINT", "a statement of the kind CALL is no query"],
    ["VACUUM", "a statement of the kind VACUUM is no query"],
    ["CALL enable_logging(storage = 'file', storage_path = '/tmp/x.csv')", "a statement of the kind CALL is no query"],
    ["COMMIT; DELETE FROM line", "a query is one statement, and these are 2"],
    ["SELECT 1; DELETE FROM line", "a query is one statement, and these are 2"],
    ["SELECT * FROM enable_logging()", 'the function "enable_logging" may do more than read the database'],
    ["EXPLAIN ANALYZE FROM enable_logging()", 'the function "enable_logging" may do more than read the database'],
    ["SELECT (SELECT count(*) FROM checkpoint())", 'the function "checkpoint" may do more than read the database'],
    [
      "FROM query('FROM enable_' || 'profiling(save_location = ''/tmp/x.json'')')",
      'the function "enable_profiling" may do more than read the database',
    ],
    [
      "FROM json_execute_serialized_sql(json_serialize_sql('FROM enable_logging()'))",
      'the function "json_execute_serialized_sql" may do more than read the database',
    ],
    ["  ", "there is no statement in the query"],
    ["-- nothing", "there is no statement in the query"],
  ])("can only read: %s", async (sql, message) => {
    await expect(ask(sql)).rejects.toMatchObject({
      code: "USAGE_BAD_SQL",
      exitCode: 2,
      message,
      hint: "a query is one SELECT, FROM, DESCRIBE, SHOW TABLES or SUMMARIZE; only ingest changes a database",
    });
  });

  test.each([
    "FROM line",
    "DESCRIBE access_log",
    "SHOW TABLES",
    "SUMMARIZE line",
    "EXPLAIN FROM line",
    "-- how long it takes\nEXPLAIN ANALYZE FROM line",
    "SELECT range FROM range(3);",
    "PIVOT line ON response_code IN (201) USING count(*)",
    "WITH RECURSIVE up AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM up WHERE x < 3) FROM up",
    "FROM duckdb_columns()",
  ])("may be any that reads: %s", async (sql) => {
    expect((await ask(sql)).rows).not.toEqual([]);
  });

  test("leaves every byte of the file as it was", async () => {
    const before = await readFile(db());
    await ask("FROM access_log");
    await detect({ db: db(), ...small });
    expect((await readFile(db())).equals(before)).toBe(true);
  });

  test("does not keep others from reading at the same time", async () => {
    const held = await DuckDBInstance.create(db(), { access_mode: "READ_ONLY" });
    expect(await ask("SELECT count(*) AS n FROM line")).toMatchObject({ rows: [{ n: 1 }] });
    held.closeSync();
  });

  test("reads every table", async () => {
    const sql = "SELECT count(*) AS n FROM access_log JOIN request USING (source_id, line)";
    expect(await ask(sql)).toMatchObject({ columns: ["n"], rows: [{ n: 1 }] });
  });

  test("has DuckDB's names and not Trino's", async () => {
    const sql = "SELECT greatest(1, 2, 3) AS three, regexp_replace('aa', 'a', 'b') AS first";
    expect(await ask(sql)).toMatchObject({ rows: [{ three: 3, first: "ba" }] });
  });

  test("tells the names of its columns where it gives no row, and tells two of one name apart", async () => {
    const sql = "SELECT path, 1 AS path FROM access_log WHERE false";
    expect(await ask(sql)).toMatchObject({ columns: ["path", "path:1"], rows: [] });
  });
});
