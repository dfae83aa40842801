import { readCarefully, type CarefulReading, type Misfit } from "./careful-text.ts";
import type { Entry } from "./entry.ts";
import type { Field, Template } from "./format-string.ts";
import type { LineText } from "./line-text.ts";
import type { Reading } from "./reading.ts";

/** A format given as a format string. */
export type TextFormat = { readonly name: string; readonly template: Template };

/** A text format that no format string describes. */
export type LineFormat = {
  readonly name: string;
  readonly read: (line: string) => readonly Entry[] | "broken" | null;
};

/**
 * Envoy's time in brackets and the next field's beginning, or that time cut off: such a line is an access log line,
 * whatever else is wrong with it. Envoy's own log has a blank where this has the T.
 */
const beginsLikeText = /^(?:ACCESS )?\[\d{4}-\d\d-\d\dT(?:[\d:.]*Z?$|[^\]]*\](?: ?["A-Za-z-]|\s*$))/;
/** A line in which so many fields fit is an access log line also where its beginning does not say so. */
const ENOUGH_FIELDS = 6;

/** What a line of text is, held against all formats: it must have one reading in one format, or readings that agree on all that clients wrote. */
export function readText(line: LineText, texts: readonly TextFormat[], lines: readonly LineFormat[]): Reading {
  for (const { name, read } of lines) {
    const entries = read(line.text);
    if (entries === "broken") return { is: "broken", reason: "FIELD_MISMATCH" };
    if (entries !== null) return { is: "read", format: name, entries, learned: null };
  }
  const found: Found[] = [];
  let deepest: Misfit = { place: 0, field: 0, isCut: false };
  for (const { name, template } of texts) {
    const reading = readCarefully(line, template);
    if (reading.is === "ambiguous") return { is: "broken", reason: "MORE_THAN_ONE_READING" };
    if (reading.is === "read") found.push({ name, template, values: reading.values });
    else deepest = deeper(deepest, reading);
  }
  const [first, ...rest] = found;
  if (first === undefined) {
    if (!beginsLikeText.test(line.text) && deepest.field < ENOUGH_FIELDS) return { is: "other" };
    return { is: "broken", reason: deepest.isCut ? "LINE_CUT" : "FIELD_MISMATCH" };
  }
  if (!rest.every((each) => agrees(first, each))) return { is: "broken", reason: "MORE_THAN_ONE_READING" };
  const best = rest.reduce((one, other) => (literalLetters(other) > literalLetters(one) ? other : one), first);
  return { is: "read", format: best.name, entries: entriesOf(best), learned: null };
}

type Found = TextFormat & { readonly values: readonly string[] };

function deeper(one: Misfit, other: CarefulReading & Misfit): Misfit {
  if (other.place > one.place) return other;
  return other.place === one.place && other.isCut ? other : one;
}

/** Whether two readings give the same to every field that somebody outside filled: then no forged text can have made one of them. */
function agrees(one: Found, other: Found): boolean {
  const [ones, others] = [one, other].map(freeValues);
  return JSON.stringify(ones) === JSON.stringify(others);
}

function freeValues({ template, values }: Found): string[] {
  return template.fields.flatMap((field, index) =>
    isFree(field) ? [`${field.column ?? field.written} ${values[index]!}`] : [],
  );
}

/** Whether somebody outside the proxy chose the text of the field. */
export function isFree({ shape }: Field): boolean {
  return shape.holds === "anything";
}

/** The reading that leaves least to fields says most of the line. */
function literalLetters({ template }: Found): number {
  return template.literals.reduce((sum, literal) => sum + literal.length, 0);
}

function entriesOf({ template, values }: Found): Entry[] {
  return template.fields.map(({ written, column, convert }, index) => {
    return { name: written, column, convert, value: values[index]!, isJson: false };
  });
}
