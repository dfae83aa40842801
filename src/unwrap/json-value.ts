/** A value as `JSON.parse` gives it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
/** An object as `JSON.parse` gives it. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** Deeper JSON is no record; what works on it recurses. */
const MOST_DEPTH = 64;
const brackets = /"[^"\\]*(?:\\.[^"\\]*)*"|[[{]|[\]}]/gs;

/** The object that a text is in JSON, or null; null too where it is nested deeper than any record. */
export function objectFrom(text: string): JsonObject | null {
  if (isTooDeep(text)) return null;
  try {
    const value: JsonValue = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isTooDeep(text: string): boolean {
  // No text is deeper than it has opening brackets.
  if (countOf(text, "{") + countOf(text, "[") <= MOST_DEPTH) return false;
  let depth = 0;
  for (const [bracket] of text.matchAll(brackets)) {
    if (bracket === "{" || bracket === "[") depth++;
    else if (bracket === "}" || bracket === "]") depth--;
    if (depth > MOST_DEPTH) return true;
  }
  return false;
}

/** How often a letter stands in a text, counted as far as matters. */
function countOf(text: string, letter: string): number {
  let count = 0;
  for (let at = text.indexOf(letter); at >= 0 && count <= MOST_DEPTH; at = text.indexOf(letter, at + 1)) count++;
  return count;
}

/** Whether a value is an object and no list. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/**
 * The value under a key, or undefined. The keys that are asked for are ours, and none of them is one that every object
 * inherits; asking whether each is the object's own would take most of the time of this stage.
 */
export function valueUnder(object: JsonObject, key: string): JsonValue | undefined {
  return object[key];
}

/** The object under a key, or null. */
export function objectUnder(object: JsonObject | null, key: string): JsonObject | null {
  const value = object === null ? undefined : valueUnder(object, key);
  return isObject(value) ? value : null;
}

/** The text under a key that is not empty, or undefined. */
export function textUnder(object: JsonObject | null, key: string): string | undefined {
  const value = object === null ? undefined : valueUnder(object, key);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The objects in the list under a key; none where there is no list. */
export function objectsUnder(object: JsonObject | null, key: string): readonly JsonObject[] {
  const value = object === null ? undefined : valueUnder(object, key);
  return isList(value) ? value.filter(isObject) : [];
}
