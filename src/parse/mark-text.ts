import type { Kind } from "../core/columns.ts";
import { ABSENT, isTime, MOST_DIGITS, NEWLINE, stops, TIME_BYTES } from "./bytes.ts";
import type { Template } from "./format-string.ts";
import { assignSlots, type LineMarker } from "./line-marker.ts";
import { pack } from "./literals.ts";

/** Kinds as numbers: comparing texts in the hot loop costs a tenth of its time. */
const [TIME, NUMBER, CODE, TEXT, WORD] = [0, 1, 2, 3, 4];
const codes: Readonly<Record<Kind, number>> = {
  time: TIME,
  number: NUMBER,
  code: CODE,
  text: TEXT,
  flags: WORD,
  token: WORD,
};

/**
 * The marker of a text format: the hot loop of this program (`npm run bench`, row "text, load").
 *
 * It accepts a line only in its plain reading: every field ends where the next literal begins, and no value holds a
 * quote. As every quote of such a line belongs to the format, no forged field can shift another.
 */
export function textMarker(template: Template): LineMarker {
  const { slots, spans, others, conversions } = assignSlots(
    template.fields.map(({ column, written, convert }) => ({ column, name: written, isJson: false, convert })),
  );
  const literals = template.literals.map((literal, index, all) => {
    if (index === all.length - 1) return Buffer.from(`${literal}\n`);
    // Two fields with nothing between them are left to the careful path: no line holds this byte.
    return literal === "" && index > 0 ? Buffer.of(0) : Buffer.from(literal);
  });
  const { words, masks, from, sizes } = pack(literals);
  const count = template.fields.length;
  const kinds = Int32Array.from(template.fields, (field) => codes[field.kind]);
  const tables = template.fields.map((field, index) => stopTable(field.kind, literals[index + 1]!));
  // Four bytes are skipped at once while none of them is below this byte or a quote; 0 where the kind needs each byte looked at.
  const skips = Int32Array.from(template.fields, (field, index) => wordSkip(field.kind, literals[index + 1]!));

  const mark = (bytes: Uint8Array, view: DataView, start: number): number => {
    let at = start;
    for (let index = 0; ; index++) {
      const last = from[index + 1]!;
      for (let word = from[index]!, place = at; word < last; word++, place += 4) {
        if (((view.getInt32(place) ^ words[word]!) & masks[word]!) !== 0) return -1;
      }
      at += sizes[index]!;
      if (index === count) return at;

      const begin = at;
      const kind = kinds[index]!;
      if (kind === TIME) {
        if (!isTime(bytes, at)) return -1;
        at += TIME_BYTES;
      } else {
        const skip = skips[index]!;
        if (skip !== 0) {
          for (;;) {
            const word = view.getInt32(at);
            const quote = word ^ 0x22222222;
            if (((((word - skip) & ~word) | ((quote - 0x01010101) & ~quote)) & 0x80808080) !== 0) break;
            at += 4;
          }
        }
        const stop = tables[index]!;
        while (stop[bytes[at]!] === 0) at++;
        if (kind === NUMBER) {
          if (at === begin && bytes[at] === ABSENT) at++;
          else if (at === begin || at - begin > MOST_DIGITS) return -1;
        } else if (at === begin ? kind !== TEXT : kind === CODE && at - begin > 3) {
          return -1;
        }
      }
      const slot = slots[index]!;
      spans[slot] = begin;
      spans[slot + 1] = at;
    }
  };
  return { spans, others, conversions, mark };
}

/** The bytes that end a value of this kind when that literal follows: a text stops at the literal's first byte. */
function stopTable(kind: Kind, literal: Uint8Array): Uint8Array {
  const table = stops[kind].slice();
  table[literal[0]!] = 1;
  return table;
}

/** The lowest byte of a value, four times over, or 0 where quotes and low bytes are not all that ends it. */
function wordSkip(kind: Kind, literal: Uint8Array): number {
  const end = literal[0]!;
  if (kind !== "text" && kind !== "token") return 0;
  if (end === 0x20) return 0x21212121;
  if (end !== 0x22 && end !== NEWLINE) return 0;
  return kind === "text" ? 0x20202020 : 0x21212121;
}
