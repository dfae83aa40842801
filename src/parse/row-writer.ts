import { columns, holds } from "../core/columns.ts";
import { LINES_OF_A_SOURCE } from "../core/line-id.ts";
import { putDigits, putFlags, putNumber, putText } from "../rows/cells.ts";
import type { Bytes } from "../rows/heap.ts";
import { batchColumns, IDS, MADE, PRESENT_WORDS, type RowBatch } from "../rows/row-batch.ts";
import { isDash } from "./bytes.ts";
import { putTime } from "./iso-time.ts";
import type { LineMarker, OtherField, Spans } from "./line-marker.ts";
import { writeOthers } from "./others.ts";
import type { Record } from "./record.ts";

const [LINE_ID, ORIGIN_ID] = batchColumns;
const OTHER = batchColumns.length - 1;
const FLAGS = IDS + columns.indexOf("response_flags");

/** Writes what markers leave of a row: its ids, values that are converted, and those without a column. */
export class RowWriter {
  #firstId = 0;
  #originId = 0;

  /** From here on rows belong to this source. */
  useSource(sourceId: number): void {
    this.#firstId = sourceId * Number(LINES_OF_A_SOURCE);
  }

  /** From here on rows have this origin. */
  useOrigin(originId: number): void {
    this.#originId = originId;
  }

  /** Ends the row whose values were written. */
  end(batch: RowBatch, line: number): void {
    const row = batch.rows;
    setPresent(batch, 0);
    putNumber(batch.cells, LINE_ID!.first + 2 * row, this.#firstId + line);
    setPresent(batch, 1);
    putNumber(batch.cells, ORIGIN_ID!.first + 2 * row, this.#originId);
    if (!isPresent(batch, FLAGS)) {
      // No flags are an empty list, and not null.
      setPresent(batch, FLAGS);
      batch.cells.fill(0, batchColumns[FLAGS]!.first + 4 * row, batchColumns[FLAGS]!.first + 4 * row + 4);
    }
    batch.rows++;
  }

  /** Writes the values whose places a marker left in its spans. False where one does not convert: the careful path decides then. */
  leftovers(batch: RowBatch, { bytes }: Bytes, { spans, others, conversions }: LineMarker): boolean {
    for (const { slot, convert } of conversions) {
      const [from, to] = [spans[slot]!, spans[slot + 1]!];
      if (isAbsent(bytes, from, to)) continue;
      const value = convert(bytes.toString("utf8", from, to));
      if (value === null) return false;
      const heap = batch.heaps[MADE]!;
      const start = heap.write(value);
      put(batch, slot / 2, heap.place(), start, heap.length, 0);
    }
    putOthers(batch, bytes, spans, others);
    return true;
  }

  /** Writes the values of a record. */
  record(batch: RowBatch, { place, spans, others }: Record): void {
    const at = batch.heaps[MADE]!.append(place.bytes, 0, place.length);
    for (const index of columns.keys()) {
      const [from, to] = [spans[2 * index]!, spans[2 * index + 1]!];
      if (!isAbsent(place.bytes, from, to)) put(batch, index, place, from, to, -at);
    }
    putOthers(batch, place.bytes, spans, others);
  }
}

/** Writes the value that stands from `start` to `end`, of bytes of which `base` is where those in the batch begin. */
function put(batch: RowBatch, index: number, { bytes, view }: Bytes, start: number, end: number, base: number): void {
  const { cells, rows } = batch;
  const { first, width } = batchColumns[IDS + index]!;
  const at = first + width * rows;
  setPresent(batch, IDS + index);
  switch (holds(columns[index]!)) {
    case "text":
      return putText(cells, at, view, start, end - start, start - base, MADE);
    case "flags":
      return putFlags(batch, at, bytes, view, start, end, base, MADE);
    case "number":
      return putDigits(cells, at, bytes, start, end);
    case "time":
      return putTime(cells, at, bytes, view, start, end);
  }
}

function putOthers(batch: RowBatch, bytes: Uint8Array, spans: Spans, others: readonly OtherField[]): void {
  const heap = batch.heaps[MADE]!;
  const start = heap.length;
  writeOthers(heap, bytes, { spans, others });
  if (heap.length === start) return;
  setPresent(batch, OTHER);
  const at = batchColumns[OTHER]!.first + 4 * batch.rows;
  putText(batch.cells, at, heap.place().view, start, heap.length - start, start, MADE);
}

function setPresent({ present, rows }: RowBatch, column: number): void {
  present[column * PRESENT_WORDS + (rows >>> 5)]! |= 1 << (rows & 31);
}

function isPresent({ present, rows }: RowBatch, column: number): boolean {
  return ((present[column * PRESENT_WORDS + (rows >>> 5)]! >>> (rows & 31)) & 1) === 1;
}

function isAbsent(bytes: Uint8Array, from: number, to: number): boolean {
  return from < 0 || from === to || isDash(bytes, from, to);
}
