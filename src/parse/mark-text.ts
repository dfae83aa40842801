import { ABSENT, isTime, NEWLINE, stops, TIME_BYTES } from "./bytes.ts";
import type { Kind } from "./columns.ts";
import type { Template } from "./format-string.ts";
import { assignSlots, type LineMarker } from "./line-marker.ts";

/** The most digits that surely fit DuckDB's BIGINT. */
const MOST_DIGITS = 18;

/**
 * The marker of a text format: the hot loop of this program (`npm run bench`, row "text, load").
 *
 * It accepts a line only in its plain reading: every field ends where the next literal begins, and no value holds a
 * quote. As every quote of such a line belongs to the format, no forged field can shift another.
 */
export function textMarker(template: Template): LineMarker {
  const { slots, spans, others } = assignSlots(
    template.fields.map((field) => ({ column: field.column, name: field.written })),
    false,
  );
  const first = Uint8Array.from(Buffer.from(template.literals[0]!));
  const literals = template.literals.slice(1).map((literal) => Uint8Array.from(Buffer.from(literal || "\n")));
  const kinds = template.fields.map((field) => field.kind);
  const tables = template.fields.map((field, index) => stopTable(field.kind, literals[index]!));
  // Four bytes are skipped at once while none of them is below this byte or a quote; 0 where the kind needs each byte looked at.
  const skips = Int32Array.from(template.fields, (field, index) => wordSkip(field.kind, literals[index]!));

  const mark = (bytes: Uint8Array, view: DataView, from: number): number => {
    let at = from;
    for (let k = 0; k < first.length; k++) if (bytes[at++] !== first[k]) return -1;
    for (let index = 0; index < kinds.length; index++) {
      const kind = kinds[index]!;
      const start = at;
      if (kind === "time") {
        if (!isTime(bytes, at)) return -1;
        at += TIME_BYTES;
      } else {
        const skip = skips[index]!;
        if (skip !== 0) {
          for (;;) {
            const word = view.getInt32(at);
            const quote = word ^ 0x22222222;
            if ((((word - skip) & ~word) | ((quote - 0x01010101) & ~quote)) & 0x80808080) break;
            at += 4;
          }
        }
        const stop = tables[index]!;
        while (stop[bytes[at]!] === 0) at++;
        if (kind === "number") {
          if (at === start && bytes[at] === ABSENT) at++;
          else if (at === start || at - start > MOST_DIGITS) return -1;
        } else if (kind === "code") {
          if (at === start || at - start > 3) return -1;
        } else if (at === start && kind !== "text") {
          return -1;
        }
      }
      const slot = slots[index]!;
      spans[slot] = start;
      spans[slot + 1] = at;
      const literal = literals[index]!;
      for (let k = 0; k < literal.length; k++) if (bytes[at++] !== literal[k]) return -1;
    }
    return at;
  };
  return { spans, others, mark };
}

/** The bytes that end a value of this kind when that literal follows: a text stops at the literal's first byte. */
function stopTable(kind: Kind, literal: Uint8Array): Uint8Array {
  const table = stops[kind].slice();
  table[literal[0]!] = 1;
  return table;
}

/** The lowest byte of a value, four times over, or 0 where quotes and low bytes are not all that ends it. */
function wordSkip(kind: Kind, literal: Uint8Array): number {
  const ends = literal[0]!;
  if (kind !== "text" && kind !== "token") return 0;
  if (ends === 0x20) return 0x21212121;
  return ends === 0x22 || ends === NEWLINE ? (kind === "text" ? 0x20202020 : 0x21212121) : 0;
}
