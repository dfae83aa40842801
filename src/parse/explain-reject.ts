import type { RejectReason } from "../core/reject.ts";
import { twoReadings } from "./careful-text.ts";
import type { Template } from "./format-string.ts";
import type { Format } from "./format.ts";
import { jsonBreak } from "./json-break.ts";
import { LineText } from "./line-text.ts";
import { nearestFits } from "./nearest-fits.ts";
import { withBlanks } from "./read-text.ts";
import { isFree, textFormatsIn } from "./text-format.ts";

/** What a format expects where a line stops fitting it. */
export type Expected = {
  readonly format: string;
  /** The operator as written. */
  readonly operator: string;
  readonly about: string;
  /** The text that stands behind its value in the format. */
  readonly before: string;
  /** How many fields were read before it, of how many. */
  readonly fields: number;
  readonly of: number;
};

/** One of the readings of a line that has several: the fields that clients filled and that differ. */
export type OneReading = {
  readonly format: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
};

/** Why a line is no row. */
export type ExplainedReject = {
  /** The UTF-16 unit from 0 at which the line stops fitting; null where there is no one place. */
  readonly at: number | null;
  /** The formats that the line fits farthest. */
  readonly expected: readonly Expected[];
  /** Two of the readings, where there is more than one. */
  readonly readings: readonly OneReading[];
};

/** What the place of a rejected line tells. */
export function explainReject(written: string, reason: RejectReason, formats: readonly Format[]): ExplainedReject {
  const line = written.trim();
  if (reason === "MORE_THAN_ONE_READING") {
    const lines = [new LineText(line), ...withBlanks(written)];
    return { at: null, expected: [], readings: differingReadings(lines, formats) };
  }
  if (line.startsWith("{")) return { at: jsonBreak(line), expected: [], readings: [] };
  const fits = nearestFits(new LineText(line), textFormatsIn(formats));
  const at = fits[0]?.misfit.place ?? 0;
  const expected = fits.map(({ name, template, misfit }) => {
    const field = template.fields[misfit.field]!;
    return {
      format: name,
      operator: field.written,
      about: field.about,
      before: template.literals[misfit.field + 1]!,
      fields: misfit.field,
      of: template.fields.length,
    };
  });
  return { at, expected, readings: [] };
}

type Found = { readonly name: string; readonly template: Template; readonly values: readonly string[] };

/** Two readings, of one format or of two, as far as they differ. */
function differingReadings(lines: readonly LineText[], formats: readonly Format[]): OneReading[] {
  const found: Found[] = textFormatsIn(formats).flatMap(({ name, template }) =>
    lines.flatMap((line) => twoReadings(line, template)).map((values) => ({ name, template, values })),
  );
  const [first] = found;
  const second = found.slice(1).find((each) => first !== undefined && differences(first, each).length > 0);
  if (first === undefined || second === undefined) return [];
  return [
    { format: first.name, fields: differences(first, second) },
    { format: second.name, fields: differences(second, first) },
  ];
}

/** The free fields of one reading whose values the other does not have. */
function differences(one: Found, other: Found): { name: string; value: string }[] {
  const others = new Map(freeFields(other).map(({ name, value }) => [name, value]));
  return freeFields(one).filter(({ name, value }) => others.get(name) !== value);
}

function freeFields({ template, values }: Found): { name: string; value: string }[] {
  return template.fields.flatMap((field, index) =>
    isFree(field) ? [{ name: field.column ?? field.written, value: values[index]! }] : [],
  );
}
