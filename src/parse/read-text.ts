import { canFit, readCarefully, type CarefulReading } from "./careful-text.ts";
import type { Entry } from "./entry.ts";
import { FarthestFits } from "./farthest-fits.ts";
import type { Template } from "./format-string.ts";
import { LineText } from "./line-text.ts";
import type { Reading } from "./reading.ts";
import { isFree, type TextFormat } from "./text-format.ts";

/** A text format that no format string describes. */
export type LineFormat = {
  readonly name: string;
  readonly read: (line: string) => readonly Entry[] | "broken" | null;
};

/**
 * Envoy's time in brackets and the next field's beginning, or that time cut off: such a line is an access log line,
 * whatever else is wrong with it, its first bracket included. Envoy's own log has a blank where this has the T.
 */
const beginsLikeText =
  /^(?:ACCESS )?\[\d{4}-\d\d-\d\dT(?:[\d:.]*Z?$|[^\]]*\](?: ?["A-Za-z-]|\s*$))|^\d{4}-\d\d-\d\dT[\d:.]+Z\] "/;
/** A line in which so many fields fit is an access log line also where its beginning does not say so. */
const ENOUGH_FIELDS = 6;

/** Text formats, in the ways in which a line is held against them. */
export class TextShelf {
  readonly all: readonly TextFormat[];
  /** Those that the caller gave, which come first, and the others. */
  readonly inTurn: readonly (readonly TextFormat[])[];
  readonly farthest: FarthestFits;

  constructor(all: readonly TextFormat[]) {
    this.all = all;
    this.inTurn = [all.filter(({ isGiven }) => isGiven), all.filter(({ isGiven }) => !isGiven)];
    this.farthest = new FarthestFits(all);
  }
}

/** What a line of text is, held against all formats: it must have one reading in one format, or readings that agree on all that clients wrote. */
export function readText(written: string, texts: TextShelf, lines: readonly LineFormat[]): Reading {
  const line = new LineText(written.trim());
  for (const { name, read } of lines) {
    const entries = read(line.text);
    if (entries === "broken") return { is: "broken", reason: "FIELD_MISMATCH" };
    if (entries !== null) return { is: "read", format: name, entries, learned: null };
  }
  for (const formats of texts.inTurn) {
    const reading = readBy([line, ...withBlanks(written)], formats);
    if (reading !== null) return reading;
  }
  return misfit(line, texts.farthest);
}

/** The line with the blanks at its end, where it has some: others put them there, or its last values are nothing. */
export function withBlanks(written: string): LineText[] {
  const text = written.trimStart().replace(/[\r\n]+$/, "");
  return text === text.trimEnd() ? [] : [new LineText(text)];
}

/** The reading by some formats, of one line with and without the blanks at its end; null where it fits none of them. */
function readBy(line: readonly LineText[], texts: readonly TextFormat[]): Reading | null {
  const found: Found[] = [];
  for (const format of texts) {
    const reading = readingBy(line, format.template);
    if (reading.is === "ambiguous") return { is: "broken", reason: "MORE_THAN_ONE_READING" };
    if (reading.is === "read") found.push({ ...format, values: reading.values });
  }
  const [first, ...rest] = found;
  if (first === undefined) return null;
  if (!rest.every((each) => agrees(first, each))) return { is: "broken", reason: "MORE_THAN_ONE_READING" };
  const best = rest.reduce((one, other) => (literalLetters(other) > literalLetters(one) ? other : one), first);
  return { is: "read", format: best.name, entries: entriesOf(best), learned: null };
}

function readingBy(line: readonly LineText[], template: Template): CarefulReading {
  const [first = none, second] = line
    .filter((each) => canFit(each, template))
    .map((each) => readCarefully(each, template))
    .filter(({ is }) => is !== "none");
  if (second === undefined || first.is !== "read") return first;
  const isSame = second.is === "read" && first.values.join("\n") === second.values.join("\n").trimEnd();
  return isSame ? first : { is: "ambiguous" };
}

const none: CarefulReading = { is: "none" };

type Found = TextFormat & { readonly values: readonly string[] };

/** What a line is that fits no format: the formats that it fits farthest tell. */
function misfit(line: LineText, farthest: FarthestFits): Reading {
  const fits = farthest.of(line);
  const fields = fits[0]?.misfit.field ?? 0;
  if (!beginsLikeText.test(line.text) && fields < ENOUGH_FIELDS) return { is: "other" };
  return { is: "broken", reason: fits.some((each) => each.misfit.isCut) ? "LINE_CUT" : "FIELD_MISMATCH" };
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

/** The reading that leaves least to fields says most of the line. */
function literalLetters({ template }: Found): number {
  return template.literals.reduce((sum, literal) => sum + literal.length, 0);
}

function entriesOf({ template, values }: Found): Entry[] {
  return template.fields.map(({ written, column, convert }, index) => {
    return { name: written, column, convert, value: values[index]!, isJson: false };
  });
}
