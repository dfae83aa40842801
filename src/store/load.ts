import { setImmediate } from "node:timers/promises";
import { StoreError } from "../core/errors.ts";
import { BATCHES_AHEAD } from "../rows/batches.ts";
import { batchColumns, type RowBatch } from "../rows/row-batch.ts";
import type { Database } from "./database.ts";
import { rowSource } from "./row-source.ts";

/** How many loads were begun: each has a table function of its own, since a name cannot be given away twice. */
let loads = 0;

/**
 * Rows on their way into the table `line`: one INSERT that takes batches while the next ones are marked, so that loading and
 * marking overlap and row groups are as large as DuckDB likes them (many small INSERTs cost twice the time: docs/performance.md).
 */
export class Load {
  readonly #waiting: RowBatch[] = [];
  #insert: Promise<number> = Promise.resolve(0);
  #rows = 0;
  /** Fails once the INSERT is over, however it went. */
  #over: Promise<never> = new Promise(() => {});
  #isEnded = false;
  /** Called when a batch was taken, by whoever waits for that. */
  #taken: () => void = () => {};
  readonly #idle = new Idle();

  /** Begins the INSERT, in the transaction that is open. Throws: STORE_FAILED. */
  static begin(database: Database): Load {
    const load = new Load();
    const source = `rows_to_load_${++loads}`;
    database.addTableFunction(rowSource(source, database.threads, () => load.#next()));
    load.#insert = database.run(
      `INSERT INTO line SELECT ${batchColumns.map(({ name }) => `"${name}"`).join(", ")} FROM ${source}() WHERE line_id IS NOT NULL`,
    );
    load.#over = load.#insert.then(() => {
      throw new StoreError("STORE_FAILED", "the database stopped taking rows before the last one");
    });
    // A failed INSERT is told by add and end; without this it would count as unhandled before they look.
    load.#over.catch(() => {});
    return load;
  }

  /** Hands rows over, and waits while `BATCHES_AHEAD` batches are on their way. Throws: STORE_FAILED. */
  async add(batch: RowBatch): Promise<void> {
    if (batch.rows === 0) return;
    batch.isWaiting = true;
    this.#waiting.push(batch);
    this.#rows += batch.rows;
    this.#idle.end();
    // Database threads that wait for rows are answered by the event loop, which a marker at work keeps from turning.
    await setImmediate();
    while (this.#waiting.length >= BATCHES_AHEAD) {
      const taken = new Promise<void>((resolve) => (this.#taken = resolve));
      await Promise.race([taken, this.#over]);
    }
  }

  /** Waits until all rows are in the table. Throws: STORE_FAILED, also where any of them is not. */
  async end(): Promise<void> {
    this.#isEnded = true;
    const rows = await this.#insert;
    if (rows !== this.#rows) throw new StoreError("STORE_FAILED", `the database took ${rows} of ${this.#rows} rows`);
  }

  /** Ends without caring for the rows. */
  async abandon(): Promise<void> {
    for (const batch of this.#waiting.splice(0)) batch.isWaiting = false;
    this.#isEnded = true;
    await this.#insert.catch(() => {});
  }

  #next(): RowBatch | null | undefined {
    const batch = this.#waiting.shift();
    if (batch !== undefined) {
      // Its rows are copied before anybody else has a turn.
      batch.isWaiting = false;
      this.#taken();
      return batch;
    }
    if (this.#isEnded) return undefined;
    this.#idle.rest();
    return null;
  }
}

/**
 * Rests while there is nothing to load. Database threads that find no rows ask again at once; without a rest three threads
 * would be busy with that while a pipe sends nothing. The rest is taken once in a turn of the event loop, outside of
 * their calls: within one it would keep the loop in the queue of calls, and what is read would not get through.
 */
class Idle {
  #since: number | null = null;
  #isResting = false;

  rest(): void {
    this.#since ??= performance.now();
    if (this.#isResting) return;
    this.#isResting = true;
    void this.#afterThisTurn();
  }

  async #afterThisTurn(): Promise<void> {
    await setImmediate();
    this.#isResting = false;
    if (this.#since === null) return;
    const idle = performance.now() - this.#since;
    if (idle > PATIENCE_MS) Atomics.wait(nobody, 0, 0, Math.min(idle * REST_SHARE, MOST_REST_MS));
  }

  end(): void {
    this.#since = null;
  }
}

/** A block that is being read comes sooner than this. */
const PATIENCE_MS = 20;
/** Rests are short as long as the next rows may come soon. */
const REST_SHARE = 0.02;
const MOST_REST_MS = 5;
const nobody = new Int32Array(new SharedArrayBuffer(4));
