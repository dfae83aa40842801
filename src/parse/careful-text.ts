import type { Template } from "./format-string.ts";
import { firstFrom, type LineText } from "./line-text.ts";
import type { ValueShape } from "./value-shape.ts";

/**
 * What reading a line with all care gives: the values in the order of the template's fields; or that there is more than
 * one reading; or none.
 */
export type CarefulReading =
  | { readonly is: "read"; readonly values: readonly string[] }
  | { readonly is: "ambiguous" }
  | { readonly is: "none" };

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
  if (!line.text.startsWith(template.literals[0]!)) return { is: "none" };
  const search: Search = { line, template, ends: [], steps: 0 };
  const count = readings(search, 0, from);
  if (count > 1 || search.steps > MOST_STEPS) return { is: "ambiguous" };
  if (count === 0) return { is: "none" };
  const [values] = someReadings(search, from, 1);
  return { is: "read", values: values! };
}

/** The first two readings of a line that has more than one, or as many as it has; none where it is too hostile to tell. */
export function twoReadings(line: LineText, template: Template): readonly (readonly string[])[] {
  const from = template.literals[0]!.length;
  if (!line.text.startsWith(template.literals[0]!)) return [];
  const search: Search = { line, template, ends: [], steps: 0 };
  return readings(search, 0, from) === 0 || search.steps > MOST_STEPS ? [] : someReadings(search, from, 2);
}

/** Whether the line can fit at all: it ends as the template does, and has no fewer quotes. */
export function canFit({ text, quotes }: LineText, template: Template): boolean {
  const { literals } = template;
  if (!text.startsWith(literals[0]!) || !text.endsWith(literals.at(-1)!)) return false;
  let wanted = wantedQuotes.get(template);
  if (wanted === undefined) wantedQuotes.set(template, (wanted = literals.join("").split('"').length - 1));
  return wanted <= quotes;
}

const wantedQuotes = new WeakMap<Template, number>();

/** What is known so far of the readings of a line. */
type Search = {
  readonly line: LineText;
  readonly template: Template;
  /** By field, once it was looked for. */
  readonly ends: Ends[];
  steps: number;
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
  const places = placesOfEnds(line, template, index);
  return { places, rest: [], counted: places.length, sums: [] };
}

/** Where a value of the field can end at all, wherever it begins; ascending. */
export function placesOfEnds(line: LineText, { fields, literals }: Template, index: number): readonly number[] {
  const literal = literals[index + 1]!;
  return fields[index]!.shape.holds === "anything" && index + 1 < fields.length
    ? line.placesBefore(literal, fields[index + 1]!.shape, literals[index + 2]!)
    : line.placesOf(literal);
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
export function fieldLimit(line: LineText, shape: ValueShape, at: number): number {
  return Math.min(line.limit(shape, at), at + shape.most);
}

function limitOf({ line, template }: Search, index: number, at: number): number {
  return fieldLimit(line, template.fields[index]!.shape, at);
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

/** The values of the first readings, at most so many. */
function someReadings(search: Search, from: number, most: number): string[][] {
  const { line, template } = search;
  const { fields, literals } = template;
  const found: string[][] = [];
  const follow = (index: number, at: number, values: readonly string[]): void => {
    if (index + 1 === fields.length) {
      if (isLast(search, index, at))
        found.push([...values, line.text.slice(at, line.text.length - literals[index + 1]!.length)]);
      return;
    }
    const ends = (search.ends[index] ??= endsOf(search, index));
    const limit = limitOf(search, index, at);
    for (let place = firstFrom(ends.places, at); ends.places[place]! <= limit && found.length < most; place++) {
      const end = ends.places[place]!;
      if (!fits(search, index, at, end) || countRest(search, index, ends, place) === 0) continue;
      follow(index + 1, end + literals[index + 1]!.length, [...values, line.text.slice(at, end)]);
    }
  };
  follow(0, from, []);
  return found;
}

/** Whether the line ends inside the value that begins at `at`, or inside the literal behind it. */
export function isCut(line: LineText, template: Template, index: number, at: number): boolean {
  const { text } = line;
  const { shape } = template.fields[index]!;
  const literal = template.literals[index + 1]!;
  const limit = line.limit(shape.holds === "no blank" ? shape : { ...shape, holds: "no quote" }, at);
  if (limit - at > shape.most) return false;
  if (shape.pattern?.takesBeginnings === true && !shape.pattern.test(text.slice(at, limit))) return false;
  if (limit === text.length) return index + 1 < template.fields.length || literal !== "";
  return text.length - limit < literal.length && literal.startsWith(text.slice(limit));
}
