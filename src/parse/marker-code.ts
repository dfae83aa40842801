import { columns, holds } from "../core/columns.ts";
import { putDigits, putFlags, putText } from "../rows/cells.ts";
import { batchColumns, IDS, IN_LINES, PRESENT_WORDS } from "../rows/row-batch.ts";
import { ABSENT, isDash, stops } from "./bytes.ts";
import { isTime, putTime } from "./iso-time.ts";
import type { LineMarker, Mark, Slots, Spans } from "./line-marker.ts";
import { endBy, endOfString, endOfText } from "../core/words.ts";

// Markers are JavaScript that is made of the format, as validators and serializers are made of schemas: a marker that
// interprets its format takes twice the time for a line (docs/performance.md). Only numbers and the words below get into
// the code, nothing of a format's own text. In it `at` is where reading stands in `bytes`, `begin` and `end` are those of the
// value that was read, and to return -1 is to leave the line to another marker.

/** What generated code may use beside its arguments. */
const known = {
  areFlags,
  digitStops: stops.code,
  endBy,
  endOfString,
  endOfText,
  isDash,
  isDigits,
  isTime,
  putDigits,
  putFlags,
  putText,
  putTime,
};

/**
 * Makes a marker of its steps, when it is used: of the formats on the shelf, a log has few. `tables` are what the steps name by
 * number.
 */
export function markerOf(
  slots: Slots,
  steps: () => readonly string[],
  tables: () => readonly Uint8Array[],
): LineMarker {
  const marker = {
    ...slots,
    mark: (...line: Parameters<Mark>): number => {
      marker.mark = compiled(steps(), slots.spans, tables());
      return marker.mark(...line);
    },
  };
  return marker;
}

function compiled(steps: readonly string[], spans: Spans, tables: readonly Uint8Array[]): Mark {
  const code = `"use strict";
    const { ${Object.keys(known).join(", ")} } = known;
    return function mark({ bytes, view }, from, batch, base) {
      const { cells, present, rows } = batch;
      const word = rows >>> 5, bit = 1 << (rows & 31), two = 2 * rows, four = 4 * rows;
      let at = from;
      ${steps.join("\n")}
      return at;
    };`;
  // oxlint-disable-next-line no-new-func, no-implied-eval -- see above
  return Function("known", "spans", "tables", code)(known, spans, tables);
}

/** Steps over a literal, compared four bytes at a time. */
export function literalCode(literal: Buffer): string {
  if (literal.length === 0) return "";
  const words = Array.from({ length: Math.ceil(literal.length / 4) }, (_, index) => {
    const bytes = literal.subarray(4 * index, 4 * index + 4);
    const word = Buffer.concat([bytes, Buffer.alloc(4)]).readInt32BE();
    const differs = `(view.getInt32(at + ${4 * index}) ^ ${word})`;
    // Of the last word only the bytes count that the literal has.
    return bytes.length === 4 ? `${differs} !== 0` : `${differs} >>> ${32 - 8 * bytes.length} !== 0`;
  });
  return `if (${words.join(" || ")}) return -1; at += ${literal.length};`;
}

/**
 * Puts the value of a field where it goes: into the cells of its column, or its place into `spans`. `quotes` is an expression:
 * how many bytes of quotes around it belong to a value without a column.
 */
export function storeCode({ slots, others, conversions }: Slots, index: number, quotes: string): string {
  const slot = slots[index]!;
  const isOther = others.some((each) => each.slot === slot);
  if (!isOther && !conversions.some((each) => each.slot === slot)) return cellsCode(slot / 2);
  const around = isOther ? quotes : "0";
  return `spans[${slot}] = begin - ${around}; spans[${slot + 1}] = end + ${around};`;
}

/** Writes the value into the cells of its column, which it must have a place in; nothing and "-" are null. */
function cellsCode(column: number): string {
  const name = columns[column]!;
  const { first } = batchColumns[IDS + column]!;
  const isPresent = `present[${(IDS + column) * PRESENT_WORDS} + word] |= bit;`;
  const isThere = `(end - begin > 1 || (end > begin && bytes[begin] !== ${ABSENT}))`;
  switch (holds(name)) {
    case "text":
      return `if ${isThere} { ${isPresent} putText(cells, ${first} + four, view, begin, end - begin, begin - base, ${IN_LINES}); }`;
    case "flags":
      return `if ${isThere} { ${isPresent} putFlags(batch, ${first} + four, bytes, view, begin, end, base, ${IN_LINES}); }`;
    case "time":
      return `if ${isThere} { ${isPresent} putTime(cells, ${first} + two, bytes, view, begin, end); }`;
    case "number":
      return `if ${isThere} { ${isPresent} putDigits(cells, ${first} + two, bytes, begin, end); }`;
  }
}

function isDigits(bytes: Uint8Array, begin: number, end: number): boolean {
  for (let at = begin; at < end; at++) if (stops.code[bytes[at]!] === 1) return false;
  return end > begin;
}

function areFlags(bytes: Uint8Array, begin: number, end: number): boolean {
  for (let at = begin; at < end; at++) if (stops.flags[bytes[at]!] === 1 || bytes[at] === ABSENT) return false;
  return end > begin;
}
