import type { JsonObject, JsonValue } from "./format.ts";

/** Whether a value is an object with keys. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value under a path of keys, undefined where one of them is missing. Each key also stands for its spelling in snake case. */
export function valueAt(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  let at = value;
  for (const key of path) {
    if (!isObject(at)) return undefined;
    at = at[key] ?? at[snakeCase(key)];
  }
  return at;
}

/** The object under a path, or null. */
export function objectAt(value: JsonValue | undefined, ...path: readonly string[]): JsonObject | null {
  const found = valueAt(value, ...path);
  return isObject(found) ? found : null;
}

/** The list under a path; empty where there is none. */
export function listAt(value: JsonValue | undefined, ...path: readonly string[]): readonly JsonValue[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The text or number under a path as text; null where it is missing or something else. */
export function textAt(value: JsonValue | undefined, ...path: readonly string[]): string | null {
  const found = valueAt(value, ...path);
  return typeof found === "string" || typeof found === "number" ? String(found) : null;
}

/** `upstreamCluster` as `upstream_cluster`. */
export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
