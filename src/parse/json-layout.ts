import type { ColumnName, Kind } from "../core/columns.ts";

/** One value of a JSON line: its key, and where it goes. */
export type JsonField = { readonly name: string; readonly column: ColumnName | null; readonly kind: Kind };

/** A JSON line taken apart: the text before each value, and the text behind the last one. One literal more than fields. */
export type JsonLayout = { readonly literals: readonly string[]; readonly fields: readonly JsonField[] };

const opening = /\s*\{\s*/y;
const keyAndColon = /"([^"\\]*)"\s*:\s*/y;
const flatValue = /"(?:[^"\\]|\\.)*"|[-+.\w]+/y;
const between = /\s*,\s*/y;

/**
 * The layout of one flat JSON object, or null when it is empty or holds nested values or keys with escapes, which the
 * careful path reads each time. `fieldOf` says where a key's value goes.
 */
export function layoutOf(text: string, fieldOf: (key: string) => JsonField): JsonLayout | null {
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const literals: string[] = [];
  const fields: JsonField[] = [];
  let literal = take(opening)?.[0];
  while (literal !== undefined) {
    const key = take(keyAndColon);
    if (key?.[1] === undefined) return null;
    literals.push(literal + key[0]);
    fields.push(fieldOf(key[1]));
    if (take(flatValue) === null) return null;
    literal = take(between)?.[0];
  }
  return fields.length === 0 ? null : { literals: [...literals, text.slice(at)], fields };
}
