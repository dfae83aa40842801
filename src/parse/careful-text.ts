import type { Template } from "./format-string.ts";
import { firstFrom, type LineText } from "./line-text.ts";

/** Where a line stopped fitting a template. */
export type Misfit = {
  /** The letter from 0 at which the field begins that does not fit. */
  readonly place: number;
  /** That field, from 0: so many fields before it were read. */
  readonly field: number;
  /** Whether the line, as far as it goes, is the beginning of one that fits. */
  readonly isCut: boolean;
};

/**
 * What reading a line with all care gives: the values in the order of the template's fields; or that there is more than
 * one reading; or none.
 */
export type CarefulReading =
  | { readonly is: "read"; readonly values: readonly string[] }
  | { readonly is: "ambiguous" }
  | ({ readonly is: "none" } & Misfit);

/** How many places a value may be tried to end at before a line counts as hostile and its readings as too many to tell. */
const MOST_STEPS = 50_000;

/**
 * Reads a line that the marker refused: literals and the fields that only the proxy fills hold the line in place, and only
 * fields that somebody outside filled may hold quotes or blanks. All readings are counted, so a forged field can never shift
 * another: with more than one reading the line is not believed.
 *
 * The work is bounded by `MOST_STEPS` and by the length of the line times the number of fields.
 */
export function readCarefully(line: LineText, template: Template): CarefulReading {
  const from = template.literals[0]!.length;
  if (!line.text.startsWith(template.literals[0]!)) return { is: "none", place: 0, field: 0, isCut: false };
  const search: Search = { line, template, ends: [], steps: 0, deepest: 0, deepestFields: [] };
  const count = readings(search, 0, from);
  if (count > 1 || search.steps > MOST_STEPS) return { is: "ambiguous" };
  return count === 1 ? { is: "read", values: valuesOf(search, from) } : { is: "none", ...misfitOf(search) };
}

/** Whether the line can fit at all: it ends as the template does, and has no fewer quotes. */
export function canFit({ text, quotes }: LineText, { literals }: Template): boolean {
  if (!text.startsWith(literals[0]!) || !text.endsWith(literals.at(-1)!)) return false;
  let wanted = 0;
  for (const literal of literals) {
    for (let at = literal.indexOf('"'); at >= 0; at = literal.indexOf('"', at + 1)) wanted++;
  }
  return wanted <= quotes;
}

/** What is known so far of the readings of a line. */
type Search = {
  readonly line: LineText;
  readonly template: Template;
  /** By field, once it was looked for. */
  readonly ends: Ends[];
  steps: number;
  /** The deepest place at which fields were looked for, and which. */
  deepest: number;
  deepestFields: number[];
};

/** Where the values of one field can end, and how many readings there are behind each of these places. */
type Ends = {
  readonly places: readonly number[];
  /** Undefined where not counted yet, else 0, 1, or 2 for more. */
  readonly rest: (number | undefined)[];
  /** For a free field: from which place on all were counted, and how many readings they give together. */
  counted: number;
  readonly sums: (number | undefined)[];
};

/** How many readings (0, 1, or 2 for more) the rest of the line has from `at`, where field `index` begins. */
function readings(search: Search, index: number, at: number): number {
  if (at >= search.deepest) {
    if (at > search.deepest) search.deepestFields = [];
    search.deepest = at;
    search.deepestFields.push(index);
  }
  const { fields } = search.template;
  if (index + 1 === fields.length) return isLast(search, index, at) ? 1 : 0;
  const ends = (search.ends[index] ??= endsOf(search, index));
  const first = firstFrom(ends.places, at);
  if (fields[index]!.shape.holds === "anything") return sum(search, index, ends, first);
  const limit = limitOf(search, index, at);
  let count = 0;
  for (let place = first; ends.places[place]! <= limit && count < 2 && search.steps <= MOST_STEPS; place++) {
    if (fits(search, index, at, ends.places[place]!)) count += countRest(search, index, ends, place);
  }
  return Math.min(count, 2);
}

function endsOf({ line, template }: Search, index: number): Ends {
  const { fields, literals } = template;
  const literal = literals[index + 1]!;
  const places =
    fields[index]!.shape.holds === "anything"
      ? line.placesBefore(literal, fields[index + 1]!.shape, literals[index + 2]!)
      : line.placesOf(literal);
  return { places, rest: [], counted: places.length, sums: [] };
}

/** The readings that all ends from place number `first` on give together: each is counted once, however often it is asked for. */
function sum(search: Search, index: number, ends: Ends, first: number): number {
  while (ends.counted > first && search.steps <= MOST_STEPS) {
    const place = --ends.counted;
    ends.sums[place] = Math.min(2, (ends.sums[place + 1] ?? 0) + countRest(search, index, ends, place));
  }
  return ends.sums[first] ?? 0;
}

function countRest(search: Search, index: number, { rest, places }: Ends, place: number): number {
  const known = rest[place];
  if (known !== undefined) return known;
  search.steps++;
  const at = places[place]! + search.template.literals[index + 1]!.length;
  const count = search.steps > MOST_STEPS ? 0 : readings(search, index + 1, at);
  rest[place] = count;
  return count;
}

/** The farthest place at which a value that begins at `at` can end. */
function limitOf({ line, template }: Search, index: number, at: number): number {
  const { shape } = template.fields[index]!;
  return Math.min(line.limit(shape, at), at + shape.most);
}

function fits(search: Search, index: number, at: number, end: number): boolean {
  const { pattern } = search.template.fields[index]!.shape;
  if (pattern === null) return true;
  // A long value costs as many steps as it is long, so that many long values are bounded too.
  search.steps += 1 + ((end - at) >> 6);
  return pattern.test(search.line.text.slice(at, end));
}

/** Whether field `index`, the last one, can go from `at` to the literal that ends the line. */
function isLast(search: Search, index: number, at: number): boolean {
  const { text } = search.line;
  const literal = search.template.literals[index + 1]!;
  const end = text.length - literal.length;
  if (end < at || !text.endsWith(literal)) return false;
  return limitOf(search, index, at) >= end && fits(search, index, at, end);
}

/** The values of the one reading. */
function valuesOf(search: Search, from: number): string[] {
  const { fields, literals } = search.template;
  const { text } = search.line;
  const values: string[] = [];
  let at = from;
  for (let index = 0; index + 1 < fields.length; index++) {
    const { places, rest } = search.ends[index]!;
    const limit = limitOf(search, index, at);
    let place = firstFrom(places, at);
    while (rest[place] !== 1 || places[place]! > limit || !fits(search, index, at, places[place]!)) place++;
    values.push(text.slice(at, places[place]!));
    at = places[place]! + literals[index + 1]!.length;
  }
  values.push(text.slice(at, text.length - literals.at(-1)!.length));
  return values;
}

function misfitOf(search: Search): Misfit {
  const { deepest, deepestFields } = search;
  return {
    place: deepest,
    field: deepestFields[0]!,
    isCut: deepestFields.some((index) => isCut(search, index, deepest)),
  };
}

/** Whether the line ends inside the value that begins at `at`, or inside the literal behind it. */
function isCut({ line, template }: Search, index: number, at: number): boolean {
  const { text } = line;
  const { shape } = template.fields[index]!;
  const literal = template.literals[index + 1]!;
  const limit = line.limit(shape.holds === "no blank" ? shape : { ...shape, holds: "no quote" }, at);
  if (limit - at > shape.most) return false;
  if (limit === text.length) return index + 1 < template.fields.length || literal !== "";
  return text.length - limit < literal.length && literal.startsWith(text.slice(limit));
}
