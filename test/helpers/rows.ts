import { MOST_INLINED } from "../../src/rows/cells.ts";
import { batchColumns, PRESENT_WORDS, type RowBatch } from "../../src/rows/row-batch.ts";

/** A value of a row as the database has it: a time as ISO text, numbers up to 2^53 as such. */
export type Value = string | number | bigint | null | readonly string[];

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, Value>>;

/** The rows of a batch, read as DuckDB reads its memory. */
export function rowsOf(batch: RowBatch): Row[] {
  return Array.from({ length: batch.rows }, (_, row) =>
    Object.fromEntries(batchColumns.map(({ name }, index) => [name, valueOf(batch, index, row)])),
  );
}

function valueOf(batch: RowBatch, index: number, row: number): Value {
  const { first, width } = batchColumns[index]!;
  const at = first + width * row;
  const isPresent = ((batch.present[index * PRESENT_WORDS + (row >>> 5)]! >>> (row & 31)) & 1) === 1;
  if (!isPresent) return null;
  const what = batchColumns[index]!.holds;
  if (what === "text") return textAt(batch, batch.cells, at);
  const number = numberAt(batch.cells, at);
  if (what === "number") return number <= Number.MAX_SAFE_INTEGER ? Number(number) : number;
  if (what === "time") return isoTime(number);
  const count = Number(numberAt(batch.cells, at + 2));
  return Array.from({ length: count }, (_, nth) => textAt(batch, batch.flags, 4 * (Number(number) + nth)));
}

function numberAt(cells: Int32Array, at: number): bigint {
  return (BigInt(cells[at + 1]!) << 32n) | BigInt(cells[at]! >>> 0);
}

function textAt({ heaps }: RowBatch, cells: Int32Array, at: number): string {
  const length = cells[at]!;
  if (length <= MOST_INLINED) {
    const inlined = Buffer.from(cells.buffer, cells.byteOffset + 4 * (at + 1), MOST_INLINED);
    if (inlined.subarray(length).some((byte) => byte !== 0)) throw new Error("a short text has bytes behind its end");
    return inlined.toString("utf8", 0, length);
  }
  const { bytes } = heaps[cells[at + 3]!]!;
  const text = bytes.subarray(cells[at + 2]!, cells[at + 2]! + length);
  if (text.readInt32LE() !== cells[at + 1]) throw new Error("a long text does not begin as its cells say");
  return text.toString();
}

function isoTime(microseconds: bigint): string {
  const [milliseconds, rest] = [Number(microseconds / 1000n), Number(microseconds % 1000n)];
  const text = new Date(milliseconds).toISOString();
  return rest === 0 ? text : text.replace("Z", `${String(rest).padStart(3, "0")}Z`);
}
