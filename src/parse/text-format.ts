import type { ColumnName } from "../core/columns.ts";
import { compile, type Field, type Template } from "./format-string.ts";
import type { Format } from "./format.ts";

/** A format given as a format string. */
export type TextFormat = {
  readonly name: string;
  readonly template: Template;
  /** Whether the caller gave it, so that it comes before all others. */
  readonly isGiven: boolean;
  /** As in `Format`. */
  readonly hasRival: boolean;
};

/**
 * The text formats among formats, compiled: each as it is, and as it is for lines without a request.
 *
 * Throws: USAGE_BAD_VALUE, as `compile`.
 */
export function textFormatsIn(formats: readonly Format[]): TextFormat[] {
  return formats.flatMap(({ name, shape, isGiven = false, hasRival = false }) => {
    if (!("text" in shape) || shape.text === undefined) return [];
    const template = compile(shape.text);
    const bare = withoutRequest(template);
    const templates = bare === null ? [template] : [template, bare];
    return templates.map((each) => ({ name, template: each, isGiven, hasRival }));
  });
}

/**
 * What is left of a template where method, path and protocol stand in a row and are nothing, as on a TCP connection that
 * was logged with `omit_empty_values`; null where they do not. A protocol that may be nothing behind a path that may be
 * anything would give a client room to forge what follows.
 */
function withoutRequest({ literals, fields }: Template): Template | null {
  const first = fields.findIndex((_, index) => request.every((name, place) => fields[index + place]?.column === name));
  if (first < 0 || literals[first + request.length - 1] === "") return null;
  const behind = first + request.length;
  const between = literals.slice(first, behind + 1).join("");
  return {
    literals: [...literals.slice(0, first), between, ...literals.slice(behind + 1)],
    fields: [...fields.slice(0, first), ...fields.slice(behind)],
  };
}

const request: readonly ColumnName[] = ["method", "path", "protocol"];

/** Whether the value can be nothing at all. */
export function mayBeEmpty({ shape }: Field): boolean {
  return shape.pattern === null || shape.pattern.test("");
}

/** Whether somebody outside the proxy chose the text of the field. */
export function isFree({ shape }: Field): boolean {
  return shape.holds === "anything";
}
