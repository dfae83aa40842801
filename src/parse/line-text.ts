import type { ValueShape } from "./value-shape.ts";

const QUOTE = 0x22;
const BLANK = 0x20;
/** What an operator that needs no literal before it begins with: Istio 1.0.3 left out the blank before the protocol. */
const beginsProtocol = /HTTP\/\d|-/g;

/** One line, and where things stand in it: found once, for all formats that the line is held against. */
export class LineText {
  readonly text: string;
  readonly #places = new Map<string, readonly number[]>();
  #gaps: readonly number[] | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** How many quotes it has. */
  get quotes(): number {
    return this.placesOf('"').length;
  }

  /** The places of a literal, ascending; of the empty literal, those where a protocol can begin. */
  placesOf(literal: string): readonly number[] {
    let places = this.#places.get(literal);
    if (places === undefined) {
      places = literal === "" ? this.#beginningsOfProtocol() : this.#find(literal);
      this.#places.set(literal, places);
    }
    return places;
  }

  /**
   * Of the places of a literal, those behind which a value of the shape stands and then the next literal. A free field
   * ends at few of the blanks in a line: those before a protocol, say.
   */
  placesBefore(literal: string, shape: ValueShape, next: string): readonly number[] {
    if (shape.pattern === null || shape.most === Infinity || literal === "" || next === "")
      return this.placesOf(literal);
    const key = `${literal}\0${shape.pattern.source}\0${next}`;
    let places = this.#places.get(key);
    if (places === undefined) {
      places = this.placesOf(literal).filter((place) => this.#isBefore(place + literal.length, shape, next));
      this.#places.set(key, places);
    }
    return places;
  }

  #isBefore(at: number, { pattern, most }: ValueShape, next: string): boolean {
    const value = this.text.slice(at, at + most + next.length);
    for (let end = value.indexOf(next); end >= 0; end = value.indexOf(next, end + 1)) {
      if (pattern!.test(value.slice(0, end))) return true;
    }
    return false;
  }

  /** The first letter from `at` on that a value of the shape cannot hold, or the end of the line. */
  limit({ holds }: ValueShape, at: number): number {
    if (holds === "anything") return this.text.length;
    const stops = holds === "no quote" ? this.placesOf('"') : (this.#gaps ??= this.#findGaps());
    return stops[firstFrom(stops, at)] ?? this.text.length;
  }

  #find(literal: string): number[] {
    const places: number[] = [];
    for (let at = this.text.indexOf(literal); at >= 0; at = this.text.indexOf(literal, at + 1)) places.push(at);
    return places;
  }

  #findGaps(): number[] {
    const places: number[] = [];
    for (let at = 0; at < this.text.length; at++) {
      const letter = this.text.charCodeAt(at);
      if (letter <= BLANK || letter === QUOTE) places.push(at);
    }
    return places;
  }

  /** A blank before it would belong to a format that has one there. */
  #beginningsOfProtocol(): number[] {
    const places = [...this.text.matchAll(beginsProtocol)].map(({ index }) => index);
    return places.filter((at) => this.text.charCodeAt(at - 1) > BLANK);
  }
}

/** The index of the first place at or behind `at` in an ascending list; its length where there is none. */
export function firstFrom(places: readonly number[], at: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
