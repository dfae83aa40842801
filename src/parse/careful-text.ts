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
  return line.text.startsWith(template.literals[0]!)
    ? new Reader(line, template).read()
    : { is: "none", place: 0, field: 0, isCut: false };
}

/** The readings of the part of the line behind one place where a value can end: 0, 1, 2 for more, and -1 for not yet known. */
const UNKNOWN = -1;

class Reader {
  readonly #line: LineText;
  readonly #template: Template;
  /** For each field, by the place where its literal stands: how many readings the rest of the line has if the value ends there. */
  readonly #rest: Int8Array[];
  /** For each free field, from which of those places on all are counted, and how many readings they give together. */
  readonly #counted: { from: number; sums: Int8Array }[];
  #steps = 0;
  #misfit: Misfit = { place: 0, field: 0, isCut: false };

  constructor(line: LineText, template: Template) {
    this.#line = line;
    this.#template = template;
    const places = template.fields.map((_, index) => line.placesOf(template.literals[index + 1]!));
    this.#rest = places.map(({ length }) => new Int8Array(length).fill(UNKNOWN));
    this.#counted = places.map(({ length }) => ({ from: length, sums: new Int8Array(length + 1) }));
  }

  read(): CarefulReading {
    const count = this.#readings(0, this.#template.literals[0]!.length);
    if (count > 1 || this.#steps > MOST_STEPS) return { is: "ambiguous" };
    return count === 1 ? { is: "read", values: this.#values() } : { is: "none", ...this.#misfit };
  }

  /** How many readings (0, 1, or 2 for more) the rest of the line has from `at`, where field `index` begins. */
  #readings(index: number, at: number): number {
    const { fields, literals } = this.#template;
    const { shape } = fields[index]!;
    const places = this.#line.placesOf(literals[index + 1]!);
    this.#note(index, at);
    if (index + 1 === fields.length) return this.#isLast(index, at) ? 1 : 0;
    const first = firstFrom(places, at);
    if (shape.holds === "anything") return this.#sum(index, first);
    const limit = Math.min(this.#line.limit(shape, at), at + shape.most);
    let count = 0;
    for (let place = first; place < places.length && places[place]! <= limit && count < 2; place++) {
      if (this.#fits(index, at, places[place]!)) count += this.#countRest(index, place);
    }
    return Math.min(count, 2);
  }

  /** The readings that all ends from place number `first` on give together: each is counted once, however often it is asked for. */
  #sum(index: number, first: number): number {
    const counted = this.#counted[index]!;
    while (counted.from > first && this.#steps <= MOST_STEPS) {
      const place = --counted.from;
      counted.sums[place] = Math.min(2, counted.sums[place + 1]! + this.#countRest(index, place));
    }
    return counted.sums[first]!;
  }

  #countRest(index: number, place: number): number {
    const rest = this.#rest[index]!;
    if (rest[place] === UNKNOWN) {
      const literal = this.#template.literals[index + 1]!;
      const at = this.#line.placesOf(literal)[place]! + literal.length;
      this.#steps++;
      rest[place] = this.#steps > MOST_STEPS ? 0 : this.#readings(index + 1, at);
    }
    return rest[place]!;
  }

  #fits(index: number, at: number, end: number): boolean {
    const { pattern } = this.#template.fields[index]!.shape;
    if (pattern === null) return true;
    // A long value costs as many steps as it is long, so that many long values are bounded too.
    this.#steps += 1 + ((end - at) >> 6);
    return pattern.test(this.#line.text.slice(at, end));
  }

  /** Whether field `index`, the last one, can go from `at` to the literal that ends the line. */
  #isLast(index: number, at: number): boolean {
    const { text } = this.#line;
    const literal = this.#template.literals[index + 1]!;
    const end = text.length - literal.length;
    if (end < at || !text.endsWith(literal)) return false;
    const { shape } = this.#template.fields[index]!;
    return this.#line.limit(shape, at) >= end && this.#fits(index, at, end);
  }

  /** Keeps the deepest place at which a field was looked for. */
  #note(index: number, at: number): void {
    if (at < this.#misfit.place) return;
    const isCut = this.#isCut(index, at);
    if (at > this.#misfit.place) this.#misfit = { place: at, field: index, isCut };
    else if (isCut) this.#misfit = { ...this.#misfit, isCut };
  }

  /** Whether the line ends inside the value that begins at `at`, or inside the literal behind it. */
  #isCut(index: number, at: number): boolean {
    const { text } = this.#line;
    const { shape } = this.#template.fields[index]!;
    const literal = this.#template.literals[index + 1]!;
    const limit = this.#line.limit(shape.holds === "no blank" ? shape : { ...shape, holds: "no quote" }, at);
    if (limit - at > shape.most) return false;
    if (limit === text.length) return index + 1 < this.#template.fields.length || literal !== "";
    return text.length - limit < literal.length && literal.startsWith(text.slice(limit));
  }

  /** The values of the one reading. */
  #values(): string[] {
    const { fields, literals } = this.#template;
    const { text } = this.#line;
    const values: string[] = [];
    let at = literals[0]!.length;
    for (let index = 0; index + 1 < fields.length; index++) {
      const places = this.#line.placesOf(literals[index + 1]!);
      let place = firstFrom(places, at);
      while (this.#rest[index]![place] !== 1 || !this.#canEnd(index, at, places[place]!)) place++;
      const end = places[place]!;
      values.push(text.slice(at, end));
      at = end + literals[index + 1]!.length;
    }
    values.push(text.slice(at, text.length - literals.at(-1)!.length));
    return values;
  }

  #canEnd(index: number, at: number, end: number): boolean {
    const { shape } = this.#template.fields[index]!;
    return end <= Math.min(this.#line.limit(shape, at), at + shape.most) && this.#fits(index, at, end);
  }
}
