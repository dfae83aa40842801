import { columnIndex, columns, type ColumnName } from "../core/columns.ts";

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
 * What reads one line against one format. `mark` takes the bytes of a block, a view of the same bytes and the line's
 * start; it gives the place behind the line's newline and fills `spans`, or gives -1 when the line needs another format or the
 * careful path. The spans are reused for every line, and columns that the format lacks stay -1.
 * The block must end with a newline and have `WORD_SLACK` bytes behind it.
 */
export type LineMarker = {
  readonly spans: Spans;
  readonly others: readonly OtherField[];
  /** The values that the line writes in another form than their column has. */
  readonly conversions: readonly Conversion[];
  readonly mark: (bytes: Uint8Array, view: DataView, from: number) => number;
  /** A faster way to the row for formats that allow it. */
  readonly copier: RowCopier | null;
};

/** Where a row is written, and the block its values stand in, both also as views. */
export type RowPlace = {
  readonly out: Uint8Array;
  readonly outView: DataView;
  readonly bytes: Uint8Array;
  readonly view: DataView;
};

/**
 * Writes the row of a line behind its head, at `to`, while it reads the line that begins at `from`: as `mark` and then
 * `RowWriter.values` do. Gives the place behind the line's newline, or -1 (what it wrote then is rubbish). `written` is
 * the place behind the last row.
 */
export type RowCopier = {
  readonly copy: (place: RowPlace, from: number, to: number) => number;
  written: number;
};

/** How many bytes behind the end of a block may be read (never used): markers take a time of 24 bytes at once, writers four bytes. */
export const WORD_SLACK = 32;

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
