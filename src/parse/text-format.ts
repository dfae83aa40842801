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

/** The text formats among formats, compiled. Throws: USAGE_BAD_VALUE, as `compile`. */
export function textFormatsIn(formats: readonly Format[]): TextFormat[] {
  return formats.flatMap(({ name, shape, isGiven = false, hasRival = false }) =>
    "text" in shape && shape.text !== undefined ? [{ name, template: compile(shape.text), isGiven, hasRival }] : [],
  );
}

/** Whether somebody outside the proxy chose the text of the field. */
export function isFree({ shape }: Field): boolean {
  return shape.holds === "anything";
}
