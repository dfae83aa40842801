import { access, mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, totalmem, tmpdir } from "node:os";
import { join } from "node:path";
import { StoreError } from "./core/errors.ts";
import type { MachineOptions } from "./options.ts";
import { Database } from "./store/database.ts";
import { schema } from "./store/schema.ts";

/** An open database with a temporary folder of its own, for the time of one call. */
export type Session = { readonly database: Database; readonly temporary: string };

/** Threads beyond this wait for each other in one INSERT. */
const MOST_THREADS = 8;
/** DuckDB's share of the memory, and its bounds: what is not used for rows is left to the system's file cache. */
const MEMORY = { share: 0.25, least: 256, most: 500 } as const;

/**
 * Works with a database: opens or makes the file, or makes one that is gone afterwards where no path is given. The
 * temporary folder is removed on every way out, an abort included.
 *
 * Throws: STORE_NOT_OPEN, STORE_NOT_OURS, and what the work throws.
 */
export async function withDatabase<T>(
  path: string | undefined,
  options: MachineOptions,
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
    });
    await prepare(database, path);
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

async function prepare(database: Database, path: string | undefined): Promise<void> {
  const tables = await database.query(
    "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary",
  );
  const names = tables.map((row) => String(row["table_name"]));
  if (names.length === 0) {
    for (const statement of schema) await database.run(statement);
  } else if (!["source", "origin", "line", "reject", "derived"].every((name) => names.includes(name))) {
    throw new StoreError("STORE_NOT_OURS", `"${path}" is a database of another program`, {
      hint: "name another file with --db",
    });
  }
}

function memoryLimit(): string {
  const share = (totalmem() / 2 ** 20) * MEMORY.share;
  return `${Math.round(Math.min(Math.max(share, MEMORY.least), MEMORY.most))}MB`;
}
