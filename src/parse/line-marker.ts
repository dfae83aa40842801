import { columnIndex, columns, type ColumnName } from "../core/columns.ts";
import type { Bytes } from "../rows/heap.ts";
import type { RowBatch } from "../rows/row-batch.ts";

/**
 * Where each value stands in some bytes: `spans[slot]` is the start and `spans[slot + 1]` the end; a start of -1 means
 * that the line has no such value. Column `i` has slot `2 * i`; behind the columns come the fields that have none.
 */
export type Spans = Int32Array;

/** A field without a column: the JSON text that stands before its value in `other`, its slot, and whether the bytes are JSON already. */
export type OtherField = { readonly key: Uint8Array; readonly slot: number; readonly isJson: boolean };

/** A value that is converted before it is written. `convert` gives null where it has no place in the column. */
export type Conversion = { readonly slot: number; readonly convert: (text: string) => string | null };

/**
 * Reads the line that begins at `from` into the cells of the next row of a batch, but for its ids, and gives the place behind
 * its newline; or -1 when the line needs another format or the careful path, and what it wrote is to be forgotten. `base` is
 * where the lines of the batch begin in the bytes, which must end with a newline.
 */
export type Mark = (place: Bytes, from: number, batch: RowBatch, base: number) => number;

/** What reads lines of one format. */
export type LineMarker = {
  readonly mark: Mark;
  /** Where `mark` leaves the values that it writes into no cells: those without a column, and those that are converted. Used for every line. */
  readonly spans: Spans;
  readonly others: readonly OtherField[];
  /** The values that the line writes in another form than their column has. */
  readonly conversions: readonly Conversion[];
};

/** The slots of a format's fields in their order, the spans for one line, all absent, and the fields that have no column. */
export type Slots = {
  readonly slots: Int32Array;
  readonly spans: Spans;
  readonly others: readonly OtherField[];
  readonly conversions: readonly Conversion[];
};

/** A field as far as slots go. `isJson`: its value is JSON already when it goes to `other`. */
export type SlotField = {
  readonly column: ColumnName | null;
  readonly name: string;
  readonly isJson: boolean;
  readonly convert: Conversion["convert"] | null;
};

/** Gives each field its slot; a second field for the same column goes to `other`. */
export function assignSlots(fields: readonly SlotField[]): Slots {
  const conversions: Conversion[] = [];
  const taken = new Set<ColumnName>();
  const others: OtherField[] = [];
  const slots = Int32Array.from(fields, ({ column, name, isJson, convert }) => {
    if (column !== null && !taken.has(column)) {
      taken.add(column);
      const place = 2 * columnIndex.get(column)!;
      if (convert !== null) conversions.push({ slot: place, convert });
      return place;
    }
    const slot = 2 * (columns.length + others.length);
    others.push({ key: Uint8Array.from(Buffer.from(`${JSON.stringify(name)}:`)), slot, isJson });
    return slot;
  });
  return { slots, others, conversions, spans: new Int32Array(2 * (columns.length + others.length)).fill(-1) };
}
