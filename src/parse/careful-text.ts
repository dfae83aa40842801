import type { Kind } from "../core/columns.ts";
import type { Field, Template } from "./format-string.ts";

/**
 * What reading a line with all care gives: the values in the order of the template's fields; or that there is more than
 * one reading; or none, with the place (from 0) up to which the line fitted and whether it ended too early there.
 */
export type CarefulReading =
  | { readonly is: "read"; readonly values: readonly string[] }
  | { readonly is: "ambiguous" }
  | { readonly is: "none"; readonly place: number; readonly isCut: boolean };

/** How many places a literal may be tried at before a line counts as hostile and its readings as too many to tell. */
const MOST_STEPS = 20_000;

const patterns: Readonly<Record<Kind, RegExp>> = {
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/,
  number: /^(?:\d{1,18}|-)$/,
  code: /^\d{1,3}$/,
  flags: /^[A-Za-z0-9_,]+$|^-$/,
  token: /^[^\s"]+$/,
  text: /^[^"]*$/,
};
/** Envoy before 1.17 did not replace the blanks inside the braces, e.g. `{local reset}` (envoyproxy/envoy#15968). */
const details = /^[^\s"{]+(?:\{[^"]*\})?$/;
const protocol = /^(?:HTTP\/\d(?:\.\d)?|-)$/;
const anything = /^/;

function patternOf(field: Field): RegExp {
  if (field.column === "response_code_details") return details;
  if (field.column === "protocol") return protocol;
  if (field.column === "upstream_service_time_ms") return patterns.token;
  if (field.column === "method") return patterns.token;
  return field.isClientControlled ? anything : patterns[field.kind];
}

/**
 * Reads a line that the marker refused, from both ends inward: literals and the fields that clients do not control hold
 * the line in place, and only fields that clients control may hold quotes or blanks. All readings are counted, so a forged
 * field can never shift another: with more than one reading the line is not believed.
 *
 * The work is bounded by `MOST_STEPS`.
 */
export function readCarefully(line: string, template: Template): CarefulReading {
  const { fields, literals } = template;
  const tests = fields.map(patternOf);
  const known = new Map<number, number>();
  let steps = 0;
  let deepest = 0;
  let isCut = false;

  /** How many readings (0, 1 or 2 for more) the rest of the line has from `at`, where field `index` begins. */
  const readings = (index: number, at: number): number => {
    if (at > deepest) {
      deepest = at;
      isCut = false;
    }
    const key = at * (fields.length + 1) + index;
    const before = known.get(key);
    if (before !== undefined) return before;
    let count = 0;
    for (const end of ends(index, at)) {
      if (++steps > MOST_STEPS) return 2;
      count += index + 1 === fields.length ? 1 : readings(index + 1, end + literals[index + 1]!.length);
      if (count > 1) break;
    }
    known.set(key, Math.min(count, 2));
    return Math.min(count, 2);
  };

  /** The places where the value of field `index`, which begins at `at`, can end. */
  const ends = function* (index: number, at: number): Generator<number> {
    const literal = literals[index + 1]!;
    const test = tests[index]!;
    if (index + 1 === fields.length) {
      const end = line.length - literal.length;
      if (end < at || !line.endsWith(literal)) isCut ||= at === deepest;
      else if (test.test(line.slice(at, end))) yield end;
      return;
    }
    if (literal === "") {
      for (let end = at + 1; end <= line.length; end++) if (test.test(line.slice(at, end))) yield end;
      return;
    }
    let end = line.indexOf(literal, at);
    if (end < 0) isCut ||= at === deepest;
    for (; end >= 0; end = line.indexOf(literal, end + 1)) {
      if (test.test(line.slice(at, end))) yield end;
      else if (test === patterns.token || test === patterns.number || test === patterns.code) return;
    }
  };

  if (!line.startsWith(literals[0]!)) return { is: "none", place: 0, isCut: false };
  const count = readings(0, literals[0]!.length);
  if (count === 0) return { is: "none", place: deepest, isCut };
  if (count > 1) return { is: "ambiguous" };

  const values: string[] = [];
  let at = literals[0]!.length;
  for (let index = 0; index < fields.length; index++) {
    for (const end of ends(index, at)) {
      const next = end + literals[index + 1]!.length;
      if (index + 1 < fields.length && readings(index + 1, next) === 0) continue;
      values.push(line.slice(at, end));
      at = next;
      break;
    }
  }
  return { is: "read", values };
}
