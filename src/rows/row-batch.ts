import { columns, holds, type Holds } from "../core/columns.ts";
import { Heap } from "./heap.ts";

/** The most rows of a batch: as many as a vector of DuckDB holds. */
export const BATCH_ROWS = 2048;
/** A batch whose texts need more than this is full, too. */
const MOST_TEXT_BYTES = 4 << 20;

/** A column of a batch: what it holds, where its first cell is, and how many 32-bit cells each row has. */
export type BatchColumn = {
  readonly name: string;
  readonly holds: Holds;
  readonly first: number;
  readonly width: number;
};

const widths: Readonly<Record<Holds, number>> = { text: 4, flags: 4, number: 2, time: 2 };

/** The columns of a batch in their order: the two ids of a row, those of a line, and `other`. */
export const batchColumns: readonly BatchColumn[] = laidOut([
  ["line_id", "number"],
  ["origin_id", "number"],
  ...columns.map((name) => [name, holds(name)] as const),
  ["other", "text"],
]);

/** Where the columns of a line begin among them. */
export const IDS = 2;

/** Bits that say which rows of a column are not null, in words. */
export const PRESENT_WORDS = BATCH_ROWS / 32;
const CELLS = BATCH_ROWS * batchColumns.reduce((sum, { width }) => sum + width, 0);

/** The heap that a long text stands in: the lines of the batch as they were read, or what was made of them. */
export const [IN_LINES, MADE] = [0, 1];

/**
 * Up to `BATCH_ROWS` rows, column by column, as DuckDB's vectors hold them (duckdb.h, `duckdb_string_t` and
 * `duckdb_list_entry`), so that loading them copies memory and parses nothing:
 *
 * - a number or a time is 64 bits, low word first;
 * - a text is its length and, up to 12 bytes, its bytes, the rest 0; else its first four bytes, its place in a heap, and
 *   the number of the heap, which stand where DuckDB has a pointer;
 * - flags are the place of the first in `flags` and how many there are, 64 bits each; `flags` has texts.
 *
 * A row that is not `present` in a column is null there.
 */
export class RowBatch {
  readonly cells = new Int32Array(CELLS);
  readonly present = new Int32Array(batchColumns.length * PRESENT_WORDS);
  rows = 0;
  /** Whether it waits to be loaded: then nothing in it may change. */
  isWaiting = false;
  flags = new Int32Array(1 << 10);
  flagCount = 0;
  readonly heaps: [Heap, Heap] = [new Heap(), new Heap()];

  /** Makes it empty. */
  clear(): void {
    this.present.fill(0);
    this.rows = 0;
    this.flagCount = 0;
    for (const heap of this.heaps) heap.length = 0;
  }

  get isFull(): boolean {
    return (
      this.rows === BATCH_ROWS ||
      this.heaps[IN_LINES]!.length > MOST_TEXT_BYTES ||
      this.heaps[MADE]!.length > MOST_TEXT_BYTES
    );
  }

  /** Makes nothing of what was written into the cells of the next row, which had `flagCount` flags before it. */
  forget(flagCount: number): void {
    const keep = ~(1 << (this.rows & 31));
    for (let word = this.rows >>> 5; word < this.present.length; word += PRESENT_WORDS) this.present[word]! &= keep;
    this.flagCount = flagCount;
  }

  /** Makes room for one more flag and gives the place of its cells. */
  nextFlag(): number {
    const at = 4 * this.flagCount++;
    if (at === this.flags.length) {
      const flags = new Int32Array(2 * at);
      flags.set(this.flags);
      this.flags = flags;
    }
    return at;
  }
}

function laidOut(named: readonly (readonly [string, Holds])[]): BatchColumn[] {
  let first = 0;
  return named.map(([name, what]) => {
    const column = { name, holds: what, first, width: widths[what] };
    first += BATCH_ROWS * column.width;
    return column;
  });
}
