import { distance } from "fastest-levenshtein";
import type { ColumnName } from "../core/columns.ts";
import { formatStringError } from "./format-string-error.ts";
import type { Operator } from "./operator.ts";
import { isHeader, operatorNames, operatorOf, takesArguments } from "./operators.ts";

/** One field of a format: its operator as written, and what its value is. */
export type Field = Operator & { readonly written: string };

/** A format string taken apart: literal, field, literal, …; there is one literal more than there are fields. */
export type Template = {
  readonly literals: readonly string[];
  readonly fields: readonly Field[];
};

/**
 * One operator at one place, by Envoy's own pattern: name, arguments (which end at the first `)%` or `):digits%`), length.
 *
 * Source: envoyproxy/envoy source/common/formatter/substitution_formatter.cc at 1.37.
 */
const operatorPattern = /%((?:[A-Z]|[0-9]|_)+)(?:\((.*?)\))?(?::([0-9]+))?%/sy;

/** Two names that differ in no more letters are taken for one mistyped; Envoy's own names differ in more. */
const MOST_TYPOS = 2;

/**
 * The template of an Envoy format string.
 *
 * `what` is how an error calls it.
 *
 * Shape: `literals.length === fields.length + 1`; `%%` is a literal percent sign; a final newline is dropped. No two
 * fields have the same column: the one that the column is named for has it, and others go to `other`.
 * Throws: USAGE_BAD_VALUE, with the place of the first `%` that begins no operator, of a mistyped operator, of arguments
 * that it does not take or lacks, and of two fields with nothing between them.
 */
export function compile(format: string, what = "the format string"): Template {
  const text = format.replace(/\n+$/, "");
  const literals: string[] = [];
  const fields: Field[] = [];
  let literal = "";
  for (let at = 0; at < text.length;) {
    if (text[at] !== "%") {
      literal += text[at++];
      continue;
    }
    if (text[at + 1] === "%") {
      literal += "%";
      at += 2;
      continue;
    }
    const field = fieldAt(text, at, what);
    // The protocol has an alphabet of its own, so Istio 1.0's missing blank before it can be read.
    if (fields.length > 0 && literal === "" && field.column !== "protocol") {
      const hint = "their values cannot be told apart; put a blank between them";
      throw formatStringError(what, text, at, "has two operators with nothing between them", hint);
    }
    literals.push(literal);
    literal = "";
    fields.push(field);
    at += field.written.length;
  }
  return { literals: [...literals, literal], fields: withOneFieldPerColumn(fields) };
}

/** The field that begins at a percent sign. */
function fieldAt(text: string, at: number, what: string): Field {
  operatorPattern.lastIndex = at;
  const found = operatorPattern.exec(text);
  const name = found?.[1];
  if (found === null || name === undefined) {
    const hint = "write %% for a percent sign, %NAME% or %NAME(argument)% for an operator";
    throw formatStringError(what, text, at, 'has a "%" that begins no command operator', hint);
  }
  const mistake = mistakeIn(name, found[2], found[3]);
  if (mistake !== null) throw formatStringError(what, text, at, ...mistake);
  return { ...operatorOf(name, found[2]), written: found[0] };
}

/** What Envoy would refuse in an operator, and what to write instead; null where all is well. */
function mistakeIn(
  name: string,
  argument: string | undefined,
  length: string | undefined,
): readonly [problem: string, hint: string] | null {
  const takes = takesArguments(name);
  if (takes === null) {
    const near = nearest(name);
    return near === null ? null : [`has "%${name}%", which is no command operator,`, `the nearest is %${near}%`];
  }
  if (takes === "none" && argument !== undefined)
    return [`gives an argument to ${name}, which takes none,`, `write %${name}%`];
  if (takes === "none" && length !== undefined)
    return [`gives a length to ${name}, which takes none,`, `write %${name}%`];
  if (takes === "must" && (argument ?? "") === "")
    return [`gives no argument to ${name}, which needs one,`, `write %${name}(…)%`];
  if (isHeader(name) && (argument ?? "").split("?").length > 2)
    return ["gives more than one alternative to a header", `write %${name}(ONE?OTHER)%`];
  return null;
}

/** The known operator that somebody who wrote this name meant, or null where none is near: an extension may have it. */
function nearest(name: string): string | null {
  const [near] = operatorNames
    .map((known) => ({ known, typos: distance(known, name) }))
    .toSorted((one, two) => one.typos - two.typos);
  return near !== undefined && near.typos <= MOST_TYPOS ? near.known : null;
}

/** Of the fields that can fill one column, the one of the lowest rank keeps it. */
export function withOneFieldPerColumn<T extends Pick<Operator, "column" | "rank" | "convert">>(
  fields: readonly T[],
): T[] {
  const best = new Map<ColumnName, T>();
  for (const field of fields) {
    if (field.column === null) continue;
    const before = best.get(field.column);
    if (before === undefined || field.rank < before.rank) best.set(field.column, field);
  }
  return fields.map((field) =>
    field.column === null || best.get(field.column) === field ? field : { ...field, column: null, convert: null },
  );
}
