import { join } from "node:path";
import { onTestFinished } from "vitest";
import { readChecks, type Model } from "../../src/catalog/catalog.ts";
import { Database } from "../../src/store/database.ts";
import { derivedRelations, schema } from "../../src/store/schema.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A database of this test's own, closed when the test has ended. */
export async function aDatabase(): Promise<Database> {
  const temporary = await temporaryFolder();
  const path = join(temporary, "test.duckdb");
  const database = await Database.open({ path, temporary, memoryLimit: "300MB", threads: 1 });
  onTestFinished(() => database.close());
  return database;
}

/** The columns of every table that a query file may read, as they are declared in SQL, by the table's name. */
export async function shapesOfTables(model: readonly Model[]): Promise<ReadonlyMap<string, string>> {
  const database = await aDatabase();
  for (const statement of schema) await database.run(statement);
  await database.run("CREATE VIEW scope_line AS SELECT * FROM line");
  await database.run("CREATE TABLE clock_error (error_ms BIGINT)");
  for (const { head, sql } of model) await database.runPortable(`CREATE TABLE ${head.id} AS ${sql}`);
  for (const statement of derivedRelations) await database.run(statement);
  // What correlation and the checkup make beside the model.
  await database.run("CREATE TABLE clock (proxy_id INTEGER, offset_ms BIGINT)");
  await database.run(`CREATE TABLE checked_line AS ${(await readChecks()).get("checked_line")?.sql ?? ""}`);
  const columns = await database.query(
    `SELECT table_name, string_agg('"' || column_name || '" ' || data_type, ', ' ORDER BY column_index) AS columns
     FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal GROUP BY table_name`,
  );
  return new Map(columns.map((row) => [String(row["table_name"]), String(row["columns"])]));
}

/** A database with the functions that query files use, and no table. */
export async function aDatabaseOfFunctions(): Promise<Database> {
  const database = await aDatabase();
  for (const statement of schema) if (/\b(?:MACRO|SCHEMA)\b/.test(statement)) await database.run(statement);
  return database;
}

/** Makes these tables the only ones that there are, all of them empty. */
export async function useOnly(
  database: Database,
  names: readonly string[],
  shapes: ReadonlyMap<string, string>,
): Promise<void> {
  await database.run("DROP SCHEMA IF EXISTS only_these CASCADE");
  await database.run("CREATE SCHEMA only_these");
  for (const name of names)
    await database.run(`CREATE TABLE only_these.${name} (${shapes.get(name) ?? "nothing INTEGER"})`);
  await database.run("SET search_path = 'only_these,main,trino_names'");
}
