import type { RowBatch } from "./row-batch.ts";

/** The longest text that stands in its cells as it is (duckdb.h, `duckdb_string_t`). */
export const MOST_INLINED = 12;

/** For each length up to `MOST_INLINED` the masks of three words: which of their bytes belong to a text of that length. */
const masks = Int32Array.from({ length: 3 * (MOST_INLINED + 1) }, (_, index) => {
  const bytes = Math.min(Math.max(Math.floor(index / 3) - 4 * (index % 3), 0), 4);
  return bytes === 4 ? -1 : (1 << (8 * bytes)) - 1;
});

/** Writes the four cells of a text. `view` is of its bytes, 12 of which can be read at `start`; a long one stands at `place` of `heap`. */
export function putText(
  cells: Int32Array,
  at: number,
  view: DataView,
  start: number,
  length: number,
  place: number,
  heap: number,
): void {
  if (length <= MOST_INLINED) return putShortText(cells, at, view, start, length);
  cells[at] = length;
  cells[at + 1] = view.getInt32(start, true);
  cells[at + 2] = place;
  cells[at + 3] = heap;
}

/** The same for one of at most `MOST_INLINED` bytes. */
export function putShortText(cells: Int32Array, at: number, view: DataView, start: number, length: number): void {
  const mask = 3 * length;
  cells[at] = length;
  cells[at + 1] = view.getInt32(start, true) & masks[mask]!;
  cells[at + 2] = view.getInt32(start + 4, true) & masks[mask + 1]!;
  cells[at + 3] = view.getInt32(start + 8, true) & masks[mask + 2]!;
}

/** Writes the two cells of a whole number, at most 2^53. */
export function putNumber(cells: Int32Array, at: number, value: number): void {
  cells[at] = value | 0;
  cells[at + 1] = Math.floor(value / 0x1_0000_0000);
}

/** So many digits are a number of 32 bits, and so many are exact as a number of JavaScript. */
const [MOST_SHORT_DIGITS, MOST_EXACT_DIGITS] = [9, 15];

/** Writes the two cells of the number that some digits are, at most `MOST_DIGITS` of them. */
export function putDigits(cells: Int32Array, at: number, bytes: Uint8Array, start: number, end: number): void {
  if (end - start > MOST_SHORT_DIGITS) return putLongDigits(cells, at, bytes, start, end);
  let value = 0;
  for (let digit = start; digit < end; digit++) value = value * 10 + bytes[digit]! - 0x30;
  cells[at] = value;
  cells[at + 1] = 0;
}

function putLongDigits(cells: Int32Array, at: number, bytes: Uint8Array, start: number, end: number): void {
  const digits = Buffer.from(bytes.subarray(start, end)).toString("latin1");
  if (end - start <= MOST_EXACT_DIGITS) return putNumber(cells, at, Number(digits));
  const value = BigInt(digits);
  cells[at] = Number(BigInt.asIntN(32, value));
  cells[at + 1] = Number(value >> 32n);
}

const COMMA = 0x2c;

/** Writes the cells of the list of flags that stand in some bytes, with a comma between two. */
export function putFlags(
  batch: RowBatch,
  at: number,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  base: number,
  heap: number,
): void {
  putNumber(batch.cells, at, batch.flagCount);
  let [begin, count] = [start, 0];
  for (let to = start; to <= end; to++) {
    if (to < end && bytes[to] !== COMMA) continue;
    putText(batch.flags, batch.nextFlag(), view, begin, to - begin, begin - base, heap);
    begin = to + 1;
    count++;
  }
  putNumber(batch.cells, at + 2, count);
}
