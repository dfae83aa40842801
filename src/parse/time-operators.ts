import { classes } from "./operator-table.ts";
import type { Operator } from "./operator.ts";
import { compileTimePattern } from "./time-pattern.ts";
import { timeOf } from "./times.ts";
import { isoTime, shapeOf } from "./value-shape.ts";

const abouts: Readonly<Record<string, string>> = {
  START_TIME: "when the proxy began to receive the request",
  START_TIME_LOCAL: "when the proxy began to receive the request, in the proxy's time zone",
  EMIT_TIME: "when the line was written",
  EMIT_TIME_LOCAL: "when the line was written, in the proxy's time zone",
};

/** The operators that print a moment of the stream. */
export const timeNames: readonly string[] = Object.keys(abouts);

/**
 * What the value of a time operator is. Without a pattern it is ISO time; with one, the careful path and the converter read it.
 *
 * Shape: without a column where the pattern does not say which moment it is.
 */
export function timeOperator(name: string, argument: string | undefined): Operator {
  const isStart = name.startsWith("START");
  const isLocal = name.endsWith("LOCAL");
  const common = { rank: isLocal ? 1 : 0, about: abouts[name] ?? "", unit: isLocal ? null : "UTC" } as const;
  if (argument === undefined || argument === "") {
    // Only the default of START_TIME is always as long as the marker's time.
    const isDefault = name === "START_TIME";
    return {
      ...common,
      column: isStart ? "start_time" : null,
      kind: isDefault ? "time" : "text",
      shape: isoTime,
      convert: isDefault || !isStart ? null : timeOf,
    };
  }
  const pattern = compileTimePattern(argument, isLocal);
  if (pattern === null) return { ...classes.text, ...common, column: null, convert: null };
  const convert = isStart ? pattern.convert : null;
  const { source } = pattern.pattern;
  const test = (text: string): boolean => (convert === null ? pattern.pattern.test(text) : convert(text) !== null);
  return {
    ...common,
    column: convert === null ? null : "start_time",
    kind: "text",
    shape: shapeOf({ source, test }, pattern.most),
    convert,
  };
}
