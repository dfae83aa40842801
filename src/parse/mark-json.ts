import type { Kind } from "../core/columns.ts";
import { ABSENT, isTime, MOST_DIGITS, NEWLINE, stops, TIME_BYTES } from "./bytes.ts";
import type { JsonLayout } from "./json-layout.ts";
import { assignSlots, type LineMarker } from "./line-marker.ts";
import { pack } from "./literals.ts";
import { stringStopsIn } from "./words.ts";

const QUOTE = 0x22;
/** `null` as four bytes of a DataView. */
const NULL_WORD = 0x6e756c6c;
const digitsEnd = stops.code;

/**
 * The marker of JSON lines whose objects have the same keys in the same order as the one the layout was taken from
 * (objects of one logger do: `npm run bench`, row "json, load"). The keys are the literals between the values.
 *
 * It gives -1 for a line with an escape, a nested value, a number that is not plain digits, or another shape.
 */
export function jsonMarker(layout: JsonLayout): LineMarker {
  const { slots, spans, others, conversions } = assignSlots(layout.fields.map((field) => ({ ...field, isJson: true })));
  const { words, masks, from, sizes } = pack(layout.literals.map((literal) => Buffer.from(literal)));
  const count = layout.fields.length;
  // What is converted later is looked at then.
  const kinds = layout.fields.map((field) => (field.convert === null ? field.kind : "text"));
  // How many bytes of its quotes a string keeps: fields without a column stay JSON.
  const kept = Int32Array.from(slots, (slot) => (others.some((other) => other.slot === slot) ? 1 : 0));
  // Fewer digits than this fit any column but a time.
  const unchecked = Int32Array.from(kinds, (kind) => (kind === "time" ? 0 : 3));
  const isChecked = Uint8Array.from(kinds, (kind) => (kind === "text" || kind === "token" ? 0 : 1));

  const mark = (bytes: Uint8Array, view: DataView, start: number): number => {
    let at = start;
    for (let index = 0; ; index++) {
      const last = from[index + 1]!;
      for (let word = from[index]!, place = at; word < last; word++, place += 4) {
        if (((view.getInt32(place) ^ words[word]!) & masks[word]!) !== 0) return -1;
      }
      at += sizes[index]!;
      if (index === count) return bytes[at] === NEWLINE ? at + 1 : -1;
      const slot = slots[index]!;
      let begin = at;
      if (bytes[at] === QUOTE) {
        begin = ++at;
        let found = 0;
        for (; (found = stringStopsIn(view.getInt32(at))) === 0; at += 4);
        at += Math.clz32(found) >>> 3;
        if (bytes[at] !== QUOTE) return -1;
        if (isChecked[index] === 1 && !fits(bytes, view, begin, at, kinds[index]!)) return -1;
        spans[slot] = begin - kept[index]!;
        spans[slot + 1] = at + kept[index]!;
        at++;
        continue;
      }
      while (digitsEnd[bytes[at]!] === 0) at++;
      if (at > begin) {
        if (at - begin > unchecked[index]! && !fits(bytes, view, begin, at, kinds[index]!)) return -1;
        spans[slot] = begin;
        spans[slot + 1] = at;
      } else if (view.getInt32(at) === NULL_WORD) {
        at += 4;
        spans[slot] = -1;
      } else {
        return -1;
      }
    }
  };
  return { spans, others, conversions, mark, copier: null };
}

/** Whether DuckDB can cast the value to its column's type; a string in a number's place may be "-" or digits. */
function fits(bytes: Uint8Array, view: DataView, start: number, end: number, kind: Kind): boolean {
  if (kind === "time") return end - start === TIME_BYTES && isTime(bytes, view, start);
  if (kind !== "number" && kind !== "code" && kind !== "flags") return true;
  if (end - start === 1 && bytes[start] === ABSENT) return true;
  if (end === start || (kind !== "flags" && end - start > (kind === "code" ? 3 : MOST_DIGITS))) return false;
  const ends = kind === "flags" ? stops.flags : digitsEnd;
  for (let at = start; at < end; at++) if (ends[bytes[at]!] === 1 || bytes[at] === ABSENT) return false;
  return true;
}
