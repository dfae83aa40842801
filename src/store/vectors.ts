import type { DataChunk, Vector } from "@duckdb/node-bindings";
import type { Holds } from "../core/columns.ts";
import { MOST_INLINED } from "../rows/cells.ts";
import { BATCH_ROWS, batchColumns, PRESENT_WORDS, type RowBatch } from "../rows/row-batch.ts";
import { BIGINT, bindings, BLOB, LIST, TIMESTAMP, VARCHAR } from "./duckdb.ts";

const types = { number: BIGINT, time: TIMESTAMP, text: VARCHAR, flags: LIST(VARCHAR) } as const satisfies Record<
  Holds,
  unknown
>;

/** The columns of a chunk that `fillChunk` fills, with their types in DuckDB. */
export const vectorTypes = [
  ...batchColumns.map(({ name, holds }) => [name, types[holds]] as const),
  ["heaps", BLOB] as const,
];

const HEAPS = batchColumns.length;
const WORD_BYTES = 4;
/** A text in DuckDB's memory: duckdb.h, `duckdb_string_t`. */
const TEXT_BYTES = 16;
const none = new Int32Array(PRESENT_WORDS);

/**
 * Fills a chunk with the rows of a batch, whose texts are made to point into the chunk on the way. No row says that no more
 * will come, so that a batch that is still awaited, null, is one row whose first value is null; undefined is the end.
 *
 * Memory is copied as it is: the chunk must have the columns of `vectorTypes`, and be as empty as DuckDB gives it.
 */
export function fillChunk(chunk: DataChunk, batch: RowBatch | null | undefined): void {
  if (batch === undefined) return bindings.data_chunk_set_size(chunk, 0);
  if (batch === null) {
    setPresent(bindings.data_chunk_get_vector(chunk, 0), none, 0);
    return bindings.data_chunk_set_size(chunk, 1);
  }
  const { cells, present, rows } = batch;
  const heaps = bindings.data_chunk_get_vector(chunk, HEAPS);
  const addresses = batch.heaps.map(({ bytes, length }, index) => addressOf(heaps, index, bytes.subarray(0, length)));
  setPresent(heaps, none, 0);
  for (const [index, { holds, first, width }] of batchColumns.entries()) {
    const vector = bindings.data_chunk_get_vector(chunk, index);
    const from = index * PRESENT_WORDS;
    const count = countPresent(present, from, rows);
    // All values of a new chunk are there.
    if (count < rows) setPresent(vector, present, from);
    if (count === 0) continue;
    if (holds === "text") point(cells, first, rows, addresses, present, from);
    bindings.copy_data_to_vector(vector, 0, cells.buffer, first * WORD_BYTES, rows * width * WORD_BYTES);
    if (holds === "flags") setFlags(vector, batch, addresses);
  }
  bindings.data_chunk_set_size(chunk, rows);
}

function setPresent(vector: Vector, present: Int32Array<ArrayBuffer>, from: number): void {
  bindings.vector_ensure_validity_writable(vector);
  bindings.copy_data_to_vector_validity(vector, 0, present.buffer, from * WORD_BYTES, BATCH_ROWS / 8);
}

/** How many rows are there in a column; where some are not, any number between none and all. */
function countPresent(present: Int32Array, from: number, rows: number): number {
  let [all, any] = [-1, 0];
  const last = from + (rows >>> 5);
  for (let word = from; word < last; word++) {
    all &= present[word]!;
    any |= present[word]!;
  }
  const rest = (1 << (rows & 31)) - 1;
  if (rest !== 0) {
    all &= present[last]! | ~rest;
    any |= present[last]! & rest;
  }
  return all === -1 ? rows : any === 0 ? 0 : rows - 1;
}

/** An address in memory, as two words. */
type Address = { readonly low: number; readonly high: number };

/** Puts bytes into the memory of a vector, which lives as long as its rows are worked on, and gives their address. */
function addressOf(vector: Vector, index: number, bytes: Uint8Array): Address {
  if (bytes.length <= MOST_INLINED) return { low: 0, high: 0 };
  bindings.vector_assign_string_element_len(vector, index, bytes);
  const texts = bindings.vector_get_data(vector, (index + 1) * TEXT_BYTES);
  const pointer = new DataView(texts.buffer, texts.byteOffset + index * TEXT_BYTES + 8, 8);
  return { low: pointer.getUint32(0, true), high: pointer.getUint32(4, true) };
}

/** Turns the places of long texts into pointers; one in a row that is null there was left by an earlier batch. */
function point(
  cells: Int32Array,
  first: number,
  rows: number,
  addresses: readonly Address[],
  present: Int32Array,
  from: number,
): void {
  for (let row = 0, at = first; row < rows; row++, at += 4) {
    if (cells[at]! <= MOST_INLINED) continue;
    if (((present[from + (row >>> 5)]! >>> (row & 31)) & 1) === 0) {
      cells[at] = 0;
      continue;
    }
    const { low, high } = addresses[cells[at + 3]!]!;
    const sum = low + cells[at + 2]!;
    cells[at + 2] = sum;
    cells[at + 3] = sum < 0x1_0000_0000 ? high : high + 1;
  }
}

function setFlags(vector: Vector, { flags, flagCount }: RowBatch, addresses: readonly Address[]): void {
  bindings.list_vector_reserve(vector, flagCount);
  bindings.list_vector_set_size(vector, flagCount);
  if (flagCount === 0) return;
  const all = new Int32Array(Math.ceil(flagCount / 32)).fill(-1);
  point(flags, 0, flagCount, addresses, all, 0);
  bindings.copy_data_to_vector(bindings.list_vector_get_child(vector), 0, flags.buffer, 0, flagCount * TEXT_BYTES);
}
