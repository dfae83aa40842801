import { UsageError } from "../core/errors.ts";
import { operatorOf, type Operator } from "./operators.ts";

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
const operatorPattern = /%((?:[A-Z]|[0-9]|_)+)(?:\((.*?)\))?(?::([0-9]+))?%/y;

/**
 * The template of an Envoy format string.
 *
 * Shape: `literals.length === fields.length + 1`; `%%` is a literal percent sign; a final newline is dropped.
 * Throws: USAGE_BAD_VALUE, with the place of the first `%` that begins no operator, and of two fields with nothing between them.
 */
export function compile(format: string): Template {
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
    operatorPattern.lastIndex = at;
    const found = operatorPattern.exec(text);
    if (found?.[1] === undefined) {
      throw new UsageError(
        "USAGE_BAD_VALUE",
        `the format string has a "%" at character ${at + 1} that begins no command operator`,
        {
          hint: "write %% for a percent sign, %NAME% or %NAME(argument)% for an operator",
        },
      );
    }
    // The protocol has an alphabet of its own, so Istio 1.0's missing blank before it can be read.
    if (fields.length > 0 && literal === "" && found[1] !== "PROTOCOL") {
      throw new UsageError(
        "USAGE_BAD_VALUE",
        `the format string has two operators at character ${at + 1} with nothing between them`,
        {
          hint: "their values cannot be told apart; put a blank between them",
        },
      );
    }
    literals.push(literal);
    literal = "";
    fields.push({ ...operatorOf(found[1], found[2]), written: found[0] });
    at = operatorPattern.lastIndex;
  }
  return { literals: [...literals, literal], fields };
}
