import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { StoreError } from "../core/errors.ts";
import { BLOCKS_AHEAD, type MarkedBlock } from "../parse/marked-block.ts";
import type { Database } from "./database.ts";
import { markedColumns, lineColumns } from "./tables.ts";

const run = promisify(execFile);

/** How DuckDB reads marked rows: no quoting, no escapes, so that nothing inside a value can be special; "-" and nothing are null. */
const readOptions =
  "delim='\x1f', quote='', escape='', header=false, auto_detect=false, new_line='\\n', nullstr=['-', ''], max_line_size=4194304, buffer_size=4194304";

/**
 * Rows on their way into the table `line`: one INSERT that reads from a named pipe while the next block is marked, so
 * that loading and marking overlap, no spool file fills the disk, and row groups are as large as DuckDB likes them
 * (many small INSERTs cost twice the time: docs/performance.md).
 */
export class Load {
  readonly #pipe: FileHandle;
  readonly #path: string;
  readonly #insert: Promise<void>;
  readonly #waiting: Promise<void>[] = [];

  private constructor(path: string, pipe: FileHandle, insert: Promise<void>) {
    this.#path = path;
    this.#pipe = pipe;
    this.#insert = insert;
  }

  /** Begins the INSERT, in the transaction that is open. Throws: STORE_FAILED where there are no named pipes. */
  static async begin(database: Database, temporary: string): Promise<Load> {
    const path = join(temporary, "rows");
    await run("mkfifo", ["-m", "600", path]).catch((cause: unknown) => {
      throw new StoreError("STORE_FAILED", "this system has no named pipes (mkfifo)", {
        cause,
        hint: "run on Linux, macOS or WSL",
      });
    });
    const insert = database.run(insertFrom(path));
    // A failed INSERT is told by add and end; without this it would count as unhandled before they look.
    insert.catch(() => {});
    const opening = open(path, "w");
    const pipe = await Promise.race([
      opening,
      insert.then(() => Promise.reject(new StoreError("STORE_FAILED", "the database read no rows"))),
    ]).catch(async (error: unknown) => {
      // To open a pipe waits for its other end, and nobody is there any more: a process could not end.
      const reader = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      await (await opening).close();
      await reader.close();
      throw error;
    });
    return new Load(path, pipe, insert);
  }

  /** Hands rows over; when this returns, those of the last `BLOCKS_AHEAD` calls may still be on their way. */
  async add(block: Pick<MarkedBlock, "bytes" | "length">): Promise<void> {
    const before = this.#waiting.at(-1) ?? Promise.resolve();
    const writing = before.then(() => this.#write(block.bytes, block.length));
    writing.catch(() => {});
    this.#waiting.push(writing);
    if (this.#waiting.length > BLOCKS_AHEAD) await this.#written(this.#waiting.shift());
  }

  /** Waits until all rows are in the table. */
  async end(): Promise<void> {
    await this.#written(this.#waiting.at(-1));
    await this.#pipe.close();
    await this.#insert;
    await rm(this.#path, { force: true });
  }

  /** Ends without caring for the rows: wakes a write that nobody reads any more, since the INSERT failed or was interrupted. */
  async abandon(): Promise<void> {
    const reader = await open(this.#path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
    await reader?.close();
    await this.#waiting.at(-1)?.catch(() => {});
    await this.#pipe.close().catch(() => {});
    await this.#insert.catch(() => {});
    await rm(this.#path, { force: true });
  }

  /** Waits for a write, but not for one that nobody reads any more; then the database's reason is told, not the broken pipe. */
  async #written(write: Promise<void> | undefined): Promise<void> {
    const stopped = this.#insert.then(() => {
      throw new StoreError("STORE_FAILED", "the database stopped reading rows before the last one");
    });
    stopped.catch(() => {});
    const written = write?.catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "EPIPE") return stopped;
      throw error;
    });
    await Promise.race([written, stopped]);
  }

  async #write(bytes: Buffer, length: number): Promise<void> {
    for (let at = 0; at < length;) at += (await this.#pipe.write(bytes, at, length - at)).bytesWritten;
  }
}

function insertFrom(path: string): string {
  const types = new Map(lineColumns.map((column) => [String(column.name), column.type]));
  // Flags are read as text and split; everything else casts while it is read, since the markers let nothing through that does not.
  const typeOf = (name: string): string => (name === "response_flags" ? "VARCHAR" : (types.get(name) ?? "VARCHAR"));
  const read = [["line_id", "BIGINT"], ["origin_id", "INTEGER"], ...markedColumns.map((name) => [name, typeOf(name)])];
  const columns = read.map(([name, type]) => `'${name}': '${type}'`).join(", ");
  const values = markedColumns.map((name) =>
    name === "response_flags"
      ? `CASE WHEN response_flags IS NULL THEN CAST([] AS VARCHAR[]) ELSE string_split(response_flags, ',') END`
      : `"${name}"`,
  );
  return `INSERT INTO line SELECT line_id, origin_id, ${values.join(", ")} FROM read_csv('${path}', columns={${columns}}, ${readOptions})`;
}
