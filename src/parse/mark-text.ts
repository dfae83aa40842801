import type { Kind } from "../core/columns.ts";
import { ABSENT, MOST_DIGITS, NEWLINE, stops } from "./bytes.ts";
import type { Field, Template } from "./format-string.ts";
import { TIME_BYTES } from "./iso-time.ts";
import { assignSlots, type LineMarker } from "./line-marker.ts";
import { literalCode, markerOf, storeCode } from "./marker-code.ts";
import { mayBeEmpty } from "./text-format.ts";
import { fourTimes } from "../core/words.ts";

/**
 * The marker of a text format. It knows that every field ends where the next literal begins, and that no value holds a
 * quote: as every quote of such a line belongs to the format, no forged field can shift another.
 */
export function textMarker(template: Template): LineMarker {
  const layout = assignSlots(
    template.fields.map(({ column, written, convert }) => ({ column, name: written, isJson: false, convert })),
  );
  const literals = template.literals.map((literal, index, all) => {
    if (index === all.length - 1) return Buffer.from(`${literal}\n`);
    // Two fields with nothing between them are left to the careful path: no line holds this byte.
    return literal === "" && index > 0 ? Buffer.of(0) : Buffer.from(literal);
  });
  const tables = (): Uint8Array[] =>
    template.fields.map(({ kind }, index) => {
      // A value also stops at the first byte of the literal behind it.
      const table = Uint8Array.from(stops[kind]);
      table[literals[index + 1]![0]!] = 1;
      return table;
    });
  const steps = (): string[] => [
    ...template.fields.map(
      (field, index) => `${literalCode(literals[index]!)} {
      const begin = at;
      ${toTheEndCode(field, index, literals[index + 1]![0]!)}
      const end = at;
      ${checkCode(field)}
      ${storeCode(layout, index, "0")}
    }`,
    ),
    literalCode(literals.at(-1)!),
  ];
  return markerOf(layout, steps, tables);
}

/** Steps over the bytes that the value can hold. */
function toTheEndCode({ kind }: Field, index: number, next: number): string {
  if (kind === "time") return `if (!isTime(bytes, view, at)) return -1; at += ${TIME_BYTES};`;
  const lowest = lowestByte(kind, next);
  return lowest === null
    ? `at = endBy(tables[${index}], bytes, at);`
    : `at = endOfText(view, at, ${fourTimes(lowest)});`;
}

/** The lowest byte of a value where a quote and lower bytes are all that ends it; else null. */
function lowestByte(kind: Kind, next: number): number | null {
  if (kind !== "text" && kind !== "token") return null;
  if (next === 0x20) return 0x21;
  if (next !== 0x22 && next !== NEWLINE) return null;
  return kind === "text" ? 0x20 : 0x21;
}

/** Gives the line up where the value cannot be one. */
function checkCode(field: Field): string {
  switch (field.kind) {
    case "time":
      return "";
    case "number":
      return `if (begin === at) { if (bytes[at] === ${ABSENT}) at++; } else if (at - begin > ${MOST_DIGITS}) return -1;`;
    case "code":
      return "if (begin === at || at - begin > 3) return -1;";
    case "flags":
      return "if (begin === at) return -1;";
    case "text":
    case "token":
      return mayBeEmpty(field) ? "" : "if (begin === at) return -1;";
  }
}
