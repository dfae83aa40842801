import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
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
  const failing = "CREATE TABLE numbers AS SELECT CAST(name AS INTEGER) FROM (SELECT 'no number' AS name FROM range(3))";
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
    "COPY (SELECT 1) TO '/tmp/out-of-the-database.csv'",
    "COPY line FROM '/etc/passwd'",
    "EXPORT DATABASE '/tmp/out-of-the-database'",
    "ATTACH '/tmp/out-of-the-database.duckdb' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET memory_limit = '1GB'",
    "SET temp_directory = '/tmp'",
    "RESET lock_configuration",
    "PRAGMA profiling_output = '/tmp/out-of-the-database.json'",
    "SELECT nothing FROM nowhere",
    "SELEC 1",
  ])("cannot leave the database: %s", async (sql) => {
    await expect(ask(sql)).rejects.toMatchObject({
      code: "USAGE_BAD_SQL",
      exitCode: 2,
      message: expect.stringMatching(/^DuckDB refuses the statement: [^\n]+$/),
    });
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
