import { access, mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, totalmem, tmpdir } from "node:os";
import { join } from "node:path";
import { StoreError } from "./core/errors.ts";
import type { MachineOptions } from "./options.ts";
import { Database } from "./store/database.ts";
import { functions, schema, storedTables, type StoredColumn } from "./store/schema.ts";

/** An open database with a temporary folder of its own, for the time of one call. */
export type Session = { readonly database: Database; readonly temporary: string };

/** Threads beyond this wait for each other in one INSERT. */
const MOST_THREADS = 8;
/** DuckDB's share of the memory, and its bounds: what is not used for rows is left to the system's file cache. */
const MEMORY = { share: 0.25, least: 256, most: 700 } as const;

/**
 * Works with a database: opens or makes the file, or makes one that is gone afterwards where no path is given. The
 * temporary folder is removed on every way out, an abort included.
 *
 * Throws: STORE_NOT_OPEN, STORE_NOT_OURS, STORE_OTHER_VERSION, and what the work throws.
 */
export async function withDatabase<T>(
  path: string | undefined,
  options: MachineOptions & { readonly isReadOnly?: boolean },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  options.signal?.throwIfAborted();
  const temporary = await mkdtemp(join(tmpdir(), "retryscope-"));
  let database: Database | null = null;
  const interrupt = (): void => database?.interrupt();
  options.signal?.addEventListener("abort", interrupt);
  try {
    database = await Database.open({
      path: path ?? join(temporary, "logs.duckdb"),
      temporary,
      memoryLimit: options.memoryLimit ?? memoryLimit(),
      threads: options.threads ?? Math.min(availableParallelism(), MOST_THREADS),
      isReadOnly: options.isReadOnly === true,
    });
    if (path === undefined) {
      await makeTables(database);
      // To bring the file into order is in vain where it is removed.
      await database.run("PRAGMA disable_checkpoint_on_shutdown");
    } else await prepare(database, path, options.isReadOnly === true);
    return await work({ database, temporary });
  } catch (error) {
    // An interrupted statement fails as such; what the caller wants to know is that it was aborted.
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    options.signal?.removeEventListener("abort", interrupt);
    database?.close();
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Fails for a database file that is not there. Throws: STORE_NOT_OPEN. */
export async function mustExist(path: string): Promise<void> {
  await access(path).catch((cause: unknown) => {
    throw new StoreError("STORE_NOT_OPEN", `there is no database "${path}"`, {
      cause,
      hint: `make it with: retryscope ingest LOGS --db ${path}`,
    });
  });
}

/** All at once: one by one they take twice the time, which a small log would notice. */
async function makeTables(database: Database): Promise<void> {
  await database.run(["BEGIN", ...schema, "COMMIT"].join(";\n"));
}

/** Makes the tables in an empty file; in any other they must be there as this version makes them, and its functions become this version's. */
async function prepare(database: Database, path: string, isReadOnly: boolean): Promise<void> {
  const found = await columnsOfTables(database);
  if (found.size === 0 && !isReadOnly) return makeTables(database);
  if (!storedTables.every(({ name }) => found.has(name))) {
    throw new StoreError("STORE_NOT_OURS", `"${path}" is a database of another program`, {
      hint: "name another file with --db",
    });
  }
  const other = storedTables.find(({ name, columns }) => found.get(name) !== columns.map(declared).join());
  if (other !== undefined) {
    throw new StoreError("STORE_OTHER_VERSION", `"${path}" was made by another version of retryscope`, {
      cause: new Error(`its table "${other.name}" has other columns`),
      hint: "ingest the logs again into a new file: retryscope ingest LOGS --db FILE",
    });
  }
  if (!isReadOnly) await database.run(functions.join(";\n"));
}

/** The columns of each stored table, as this program declares them, by its name. */
async function columnsOfTables(database: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await database.query(
    `SELECT table_name, string_agg(column_name || ' ' || data_type, ',' ORDER BY column_index) AS columns
     FROM duckdb_columns() JOIN duckdb_tables() USING (table_oid, table_name, schema_name)
     WHERE schema_name = 'main' AND NOT temporary GROUP BY table_name`,
  );
  return new Map(rows.map((row) => [String(row["table_name"]), String(row["columns"])]));
}

const declared = ({ name, type }: StoredColumn): string => `${name} ${type}`;

function memoryLimit(): string {
  const share = (totalmem() / 2 ** 20) * MEMORY.share;
  return `${Math.round(Math.min(Math.max(share, MEMORY.least), MEMORY.most))}MB`;
}
