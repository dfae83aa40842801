import type { Kind } from "../core/columns.ts";
import { NEWLINE, stops } from "./bytes.ts";
import type { Field, Template } from "./format-string.ts";
import { pack } from "./literals.ts";
import { mayBeEmpty } from "./text-format.ts";
import { fourTimes } from "./words.ts";

/** Kinds as numbers: comparing texts in the hot loop costs a tenth of its time. A word is not empty, a text and a number may be. */
export const [TIME, NUMBER, CODE, TEXT, WORD] = [0, 1, 2, 3, 4];
const codes: Readonly<Record<Kind, number>> = {
  time: TIME,
  number: NUMBER,
  code: CODE,
  text: TEXT,
  flags: WORD,
  token: WORD,
};

/** Stands in place of a kind behind the last literal. */
export const END = -1;

/**
 * A text format made ready for the hot loop, which goes through `steps` once for a line: for each literal the number of
 * its words, each word with the mask of the bytes that count, and its length; then for the field behind it the kind and
 * `lowest`, four times the lowest byte of a value where a quote and lower bytes are all that ends it (see `stopsIn`), 1 for
 * digits, else 0.
 * `tables` has 256 bytes for each field: 1 where a byte ends its value. One list of each: their addresses stay in registers.
 */
export type TextPlan = { readonly steps: Int32Array; readonly tables: Uint8Array };

/**
 * What the hot loop knows of a format: every field ends where the next literal begins, and no value holds a quote. As
 * every quote of such a line belongs to the format, no forged field can shift another.
 */
export function textPlan(template: Template): TextPlan {
  const literals = template.literals.map((literal, index, all) => {
    if (index === all.length - 1) return Buffer.from(`${literal}\n`);
    // Two fields with nothing between them are left to the careful path: no line holds this byte.
    return literal === "" && index > 0 ? Buffer.of(0) : Buffer.from(literal);
  });
  const { words, masks, from } = pack(literals);
  const steps = literals.flatMap(({ length }, index) => {
    const first = from[index]!;
    const pairs = [...words.subarray(first, from[index + 1])].flatMap((word, place) => [word, masks[first + place]!]);
    const field = template.fields[index];
    const behind = field === undefined ? [END] : [codeOf(field), lowestByte(field.kind, literals[index + 1]!)];
    return [pairs.length / 2, ...pairs, length, ...behind];
  });
  const tables = new Uint8Array(256 * template.fields.length);
  for (const [index, field] of template.fields.entries()) {
    tables.set(stops[field.kind], 256 * index);
    // A text also stops at the first byte of the literal behind it.
    tables[256 * index + literals[index + 1]![0]!] = 1;
  }
  return { steps: Int32Array.from(steps), tables };
}

function codeOf(field: Field): number {
  const { kind } = field;
  if (kind !== "text" && kind !== "token") return codes[kind];
  return mayBeEmpty(field) ? TEXT : WORD;
}

function lowestByte(kind: Kind, literal: Uint8Array): number {
  const end = literal[0]!;
  // A digit cannot be what a literal begins with where digits end at it.
  if (kind === "number" || kind === "code") return stops.code[end] === 1 ? 1 : 0;
  if (kind !== "text" && kind !== "token") return 0;
  if (end === 0x20) return fourTimes(0x21);
  if (end !== 0x22 && end !== NEWLINE) return 0;
  return fourTimes(kind === "text" ? 0x20 : 0x21);
}
