import { UsageError } from "../core/errors.ts";
import { formatStringError } from "./format-string-error.ts";
import { compile } from "./format-string.ts";
import type { Format, JsonFormat, JsonValue, Shape } from "./format.ts";
import { jsonKeys } from "./json-keys.ts";
import { isObject } from "./json-path.ts";

/**
 * A format that the caller gave: Envoy's format string, or its `json_format` as JSON.
 *
 * Shape: it has no samples, and comes before all formats on the shelf. What is JSON is also tried as text, since many write
 * text that looks like JSON.
 * Throws: USAGE_BAD_VALUE, as `compile`; also for a text without any operator, and for one of several lines.
 */
export function customFormat(name: string, written: string): Format {
  // People copy the final line break as the two letters that stand for it in YAML.
  const text = written.replace(/(?:\\n|\s)+$/, "").trimStart();
  const json = parsed(text);
  if (json !== undefined) return customJsonFormat(name, json, text.includes("\n") ? undefined : text);
  const lineEnd = text.search(/\n|\\n/);
  if (lineEnd >= 0) {
    throw formatStringError(
      "the format string",
      text,
      lineEnd,
      "has a line break",
      "only formats of one line can be read",
    );
  }
  if (compile(text).fields.length === 0) throw withoutOperators();
  return custom(name, { text });
}

/**
 * A format that the caller gave as the object of a `json_format`, and as `text` where lines may be that text.
 *
 * Throws: USAGE_BAD_VALUE, as `customFormat`.
 */
export function customJsonFormat(name: string, object: { readonly [key: string]: JsonValue }, text?: string): Format {
  const json = jsonFormatOf(object);
  if (!holdsOperators(json)) throw withoutOperators();
  const shape = text === undefined ? { json } : { json, text };
  // Mistakes show now, and not with the first line.
  jsonKeys({ name }, shape);
  if (text !== undefined) compile(text);
  return custom(name, shape);
}

function custom(name: string, shape: Shape): Format {
  return { name, about: "given by the caller", source: "the caller", shape, samples: [], isGiven: true };
}

/** Of a `json_format`, what can hold operators: lists and constants stay as they are in the lines, in `other`. */
function jsonFormatOf(object: { readonly [key: string]: JsonValue }): JsonFormat {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      if (typeof value === "string") return [key, value];
      return [key, isObject(value) ? jsonFormatOf(value) : ""];
    }),
  );
}

function holdsOperators(json: JsonFormat): boolean {
  return Object.values(json).some((value) => (typeof value === "string" ? value.includes("%") : holdsOperators(value)));
}

function withoutOperators(): UsageError {
  return new UsageError("USAGE_BAD_VALUE", "the format string holds no command operator", {
    hint: "give Envoy's own format, with operators such as %START_TIME%",
  });
}

function parsed(text: string): { readonly [key: string]: JsonValue } | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
