import type {
  DuckDBConnection,
  DuckDBInstance as Instance,
  DuckDBTableFunction as TableFunction,
} from "@duckdb/node-api";
import type { Row } from "../core/cell.ts";
import { firstLineOf, StoreError, UsageError } from "../core/errors.ts";
import { mustOnlyRead } from "./only-reads.ts";
import { DuckDBInstance } from "./duckdb.ts";
import { usePlainNames, usePortableNames } from "./portable.ts";
import { plainRow } from "./values.ts";

/** How a database is opened. */
export type DatabaseOptions = {
  /** The file; made where it is absent. */
  readonly path: string;
  /** A folder of our own for what does not fit in memory. */
  readonly temporary: string;
  /** DuckDB's memory_limit, e.g. "600MB". */
  readonly memoryLimit: string;
  readonly threads: number;
  /** Whether nothing in the file can change; others may then read it at the same time. */
  readonly isReadOnly?: boolean;
};

/** The most that DuckDB may spill to the disk; above it a query fails instead of filling the disk. */
const MOST_SPILL = "20GB";

/** An open database. The only thing in this program that speaks to DuckDB. */
export class Database {
  readonly #instance: Instance;
  readonly #connection: DuckDBConnection;
  readonly threads: number;
  #wasInterrupted = false;

  private constructor(instance: Instance, connection: DuckDBConnection, threads: number) {
    this.#instance = instance;
    this.#connection = connection;
    this.threads = threads;
  }

  /**
   * Opens or makes a database file.
   *
   * Throws: STORE_NOT_OPEN.
   */
  static async open(options: DatabaseOptions): Promise<Database> {
    try {
      const instance = await DuckDBInstance.create(options.path, {
        access_mode: options.isReadOnly === true ? "READ_ONLY" : "AUTOMATIC",
        memory_limit: options.memoryLimit,
        threads: String(options.threads),
        temp_directory: options.temporary,
        max_temp_directory_size: MOST_SPILL,
        preserve_insertion_order: "false",
        // Newer compression of texts (DICT_FSST): a tenth less cpu to load and a quarter less disk than the default, which old DuckDBs can read.
        storage_compatibility_version: "latest",
        autoinstall_known_extensions: "false",
        autoload_known_extensions: "false",
      });
      return new Database(instance, await instance.connect(), options.threads);
    } catch (cause) {
      throw new StoreError("STORE_NOT_OPEN", `the database "${options.path}" cannot be opened`, {
        cause,
        hint: "is it a DuckDB file, is its folder writable, does another process hold it?",
      });
    }
  }

  /**
   * Runs a statement, or several with semicolons between them, for their effect; gives the number of rows that the last one
   * changed.
   *
   * Throws: STORE_FAILED with DuckDB's first line.
   */
  async run(sql: string): Promise<number> {
    this.#mustGoOn();
    try {
      return (await this.#connection.run(sql)).rowsChanged;
    } catch (cause) {
      throw failed(cause);
    }
  }

  /** The rows of a query as plain values. Throws: STORE_FAILED. */
  async query(sql: string): Promise<Row[]> {
    return (await this.table(sql)).rows;
  }

  /** The rows of a query with the names of its columns, which a result without rows has too. Throws: STORE_FAILED. */
  async table(sql: string): Promise<{ columns: string[]; types: string[]; rows: Row[] }> {
    this.#mustGoOn();
    try {
      const reader = await this.#connection.runAndReadAll(sql);
      const columns = reader.deduplicatedColumnNames();
      return {
        columns,
        types: reader.columnTypes().map(String),
        rows: reader.getRows().map((row) => plainRow(columns, row)),
      };
    } catch (cause) {
      throw failed(cause);
    }
  }

  /**
   * As `table`, for what a person wrote: a query that does nothing but read the database, or an error.
   *
   * Throws: USAGE_BAD_SQL for what is no query, STORE_FAILED for one that DuckDB refuses.
   */
  async ask(sql: string): Promise<{ columns: string[]; rows: Row[] }> {
    this.#mustGoOn();
    await mustOnlyRead(this.#connection, sql).catch((cause: unknown) => {
      throw cause instanceof UsageError ? cause : failed(cause);
    });
    return this.table(sql);
  }

  /** As `run`, but the statement may use the names of the portable subset. Throws: STORE_FAILED. */
  async runPortable(sql: string): Promise<void> {
    await this.#portably(() => this.run(sql));
  }

  /** As `table`, but the query may use the names of the portable subset. Throws: STORE_FAILED. */
  async portableTable(sql: string): Promise<{ columns: string[]; rows: Row[] }> {
    return this.#portably(() => this.table(sql));
  }

  /** As `ask`, but the query may use the names of the portable subset. Throws: USAGE_BAD_SQL, STORE_FAILED. */
  async askPortably(sql: string): Promise<{ columns: string[]; rows: Row[] }> {
    return this.#portably(() => this.ask(sql));
  }

  /** Makes a table function known to the queries that follow. */
  addTableFunction(made: TableFunction): void {
    this.#connection.registerTableFunction(made);
  }

  /** From here on no file and no network can be reached from a query; it cannot be undone. */
  async closeOff(): Promise<void> {
    await this.run("SET enable_external_access = false");
  }

  /** As `closeOff`, and no setting can be changed any more: for statements that a person wrote. */
  async lock(): Promise<void> {
    await this.closeOff();
    await this.run("SET lock_configuration = true");
  }

  async #portably<T>(work: () => Promise<T>): Promise<T> {
    await this.run(usePortableNames);
    const done = await work().catch(async (error: unknown) => {
      // In a transaction that the failure ended nothing can be set any more; the failure is what the caller must know.
      await this.run(usePlainNames).catch(() => {});
      throw error;
    });
    await this.run(usePlainNames);
    return done;
  }

  /** Stops the statement that runs, if one does; it then fails, and so does every other from here on. */
  interrupt(): void {
    this.#wasInterrupted = true;
    this.#connection.interrupt();
  }

  /** DuckDB forgets an interruption that comes between two statements. */
  #mustGoOn(): void {
    if (this.#wasInterrupted) throw new StoreError("STORE_FAILED", "the work was interrupted");
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

function failed(cause: unknown): StoreError {
  return new StoreError("STORE_FAILED", `the database failed: ${firstLineOf(cause)}`, { cause });
}
