import { withOneFieldPerColumn } from "./format-string.ts";
import type { JsonField, JsonKeys } from "./json-keys.ts";

/** A JSON line taken apart: the text before each value, and the text behind the last one. One literal more than fields. */
export type JsonLayout = { readonly literals: readonly string[]; readonly fields: readonly JsonField[] };

const opening = /\s*\{\s*/y;
const keyAndColon = /"([^"\\]*)"\s*:\s*/y;
const flatValue = /"[^"\\]*(?:\\.[^"\\]*)*"|[-+.\w]+/y;
const between = /\s*,\s*/y;
const closing = /\s*\}/y;
/** Whole numbers as Envoy printed them with sorted keys, e.g. `200.0` (envoyproxy/envoy#34420): the dot is part of the layout. */
const decimals = /^\d+(\.0)$/;

/**
 * The layout of one JSON object whose nested objects the format knows, or null when it is empty or holds other nested
 * values, keys with escapes, a key twice, or values of more than one operator, which the careful path reads each time.
 */
export function layoutOf(text: string, keys: JsonKeys): JsonLayout | null {
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const literals: string[] = [];
  const fields: JsonField[] = [];
  const seen = new Set<string>();
  /** The keys of the objects that are open, each with its dot. */
  const open: string[] = [""];
  let literal = take(opening)?.[0] ?? null;
  while (literal !== null) {
    const key = take(keyAndColon);
    if (key?.[1] === undefined) return null;
    const path = open.join("") + key[1];
    literal += key[0];
    if (keys.isNested(path)) {
      const inside = take(opening);
      if (inside === null) return null;
      literal += inside[0];
      open.push(`${key[1]}.`);
      continue;
    }
    if (seen.has(path) || keys.templateOf(path) !== undefined) return null;
    seen.add(path);
    literals.push(literal);
    fields.push(keys.fieldOf(path));
    const value = take(flatValue);
    if (value === null) return null;
    literal = decimals.exec(value[0])?.[1] ?? "";
    for (let end = take(closing); end !== null && open.length > 0; end = take(closing)) {
      literal += end[0];
      open.pop();
      if (open.length === 0)
        return { literals: [...literals, literal + text.slice(at)], fields: withOneFieldPerColumn(fields) };
    }
    const comma = take(between);
    literal = comma === null ? null : literal + comma[0];
  }
  return null;
}
