import { ABSENT, isTime, NEWLINE, stops, TIME_BYTES } from "./bytes.ts";
import type { Kind } from "./columns.ts";
import { assignSlots, type LineMarker } from "./line-marker.ts";
import type { JsonLayout } from "./json-layout.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MOST_DIGITS = 18;

/**
 * The marker of JSON lines whose objects have the same keys in the same order as the one the layout was taken from
 * (objects of one logger do: `npm run bench`, row "json, load"). The keys are the literals between the values.
 *
 * It gives -1 for a line with an escape, a nested value, a number that is not plain digits, or another shape.
 */
export function jsonMarker(layout: JsonLayout): LineMarker {
  const { slots, spans, others } = assignSlots(layout.fields, true);
  const literals = layout.literals.map((literal) => Uint8Array.from(Buffer.from(literal)));
  const tail = literals[layout.fields.length]!;
  const kinds = layout.fields.map((field) => field.kind);
  const otherSlots = new Set(others.map((other) => other.slot));
  const keepsQuotes = Uint8Array.from(slots, (slot) => (otherSlots.has(slot) ? 1 : 0));

  const mark = (bytes: Uint8Array, view: DataView, from: number): number => {
    let at = from;
    for (let index = 0; index < kinds.length; index++) {
      const literal = literals[index]!;
      for (let k = 0; k < literal.length; k++) if (bytes[at++] !== literal[k]) return -1;
      const slot = slots[index]!;
      let start = at;
      if (bytes[at] === QUOTE) {
        start = ++at;
        at = stringEnd(bytes, view, at);
        if (at < 0 || !fits(bytes, start, at, kinds[index]!)) return -1;
        spans[slot] = keepsQuotes[index]! === 1 ? start - 1 : start;
        spans[slot + 1] = keepsQuotes[index]! === 1 ? at + 1 : at;
        at++;
        continue;
      }
      while (stops.code[bytes[at]!] === 0) at++;
      if (at > start) {
        if (!fits(bytes, start, at, kinds[index]!)) return -1;
        spans[slot] = start;
        spans[slot + 1] = at;
      } else if (bytes[at] === 0x6e && bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c) {
        at += 4;
        spans[slot] = -1;
      } else {
        return -1;
      }
    }
    for (let k = 0; k < tail.length; k++) if (bytes[at++] !== tail[k]) return -1;
    return bytes[at] === NEWLINE ? at + 1 : -1;
  };
  return { spans, others, mark };
}

/** The place of the quote that ends a string without escapes, or -1. */
function stringEnd(bytes: Uint8Array, view: DataView, from: number): number {
  let at = from;
  for (;;) {
    const word = view.getInt32(at);
    const quote = word ^ 0x22222222;
    const slash = word ^ 0x5c5c5c5c;
    const low = (word - 0x20202020) & ~word;
    if ((low | ((quote - 0x01010101) & ~quote) | ((slash - 0x01010101) & ~slash)) & 0x80808080) break;
    at += 4;
  }
  for (;;) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH || byte < 0x20) return -1;
    at++;
  }
}

/** Whether DuckDB can cast the value to its column's type; a string in a number's place may be "-" or digits. */
function fits(bytes: Uint8Array, start: number, end: number, kind: Kind): boolean {
  if (kind === "time") return end - start === TIME_BYTES && isTime(bytes, start);
  if (kind !== "number" && kind !== "code") return true;
  if (end - start === 1 && bytes[start] === ABSENT) return true;
  if (end === start || end - start > (kind === "code" ? 3 : MOST_DIGITS)) return false;
  for (let at = start; at < end; at++) if (stops.code[bytes[at]!] === 1) return false;
  return true;
}
