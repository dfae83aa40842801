import { compile, type Field } from "./format-string.ts";
import type { Format, JsonFormat } from "./format.ts";

/** The fields of a format, by the names that its entries have: a JSON key's path, or an operator as written; empty for formats of neither kind. */
export function fieldsByName({ shape }: Format): ReadonlyMap<string, Field> {
  if ("json" in shape) return new Map(jsonFields(shape.json, ""));
  return new Map("text" in shape ? compile(shape.text).fields.map((field) => [field.written, field]) : []);
}

function* jsonFields(json: JsonFormat, prefix: string): Generator<[string, Field]> {
  for (const [key, value] of Object.entries(json)) {
    if (typeof value !== "string") {
      yield* jsonFields(value, `${prefix}${key}.`);
      continue;
    }
    const { fields } = compile(value);
    for (const field of fields) yield [fields.length === 1 ? prefix + key : field.written, field];
  }
}
