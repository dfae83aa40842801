import type { RejectReason } from "../core/reject.ts";
import { readCarefully } from "./careful-text.ts";
import { otherEntry, type Entry } from "./entry.ts";
import { withOneFieldPerColumn, type Template } from "./format-string.ts";
import type { JsonObject, JsonValue, ObjectReading } from "./format.ts";
import type { JsonFormats } from "./json-formats.ts";
import type { JsonKeys } from "./json-keys.ts";
import { isObject } from "./json-path.ts";
import { LineText } from "./line-text.ts";

/** A format whose objects are no flat list of keys. An object of it has one of the keys at least. */
export type ObjectFormat = {
  readonly name: string;
  readonly read: (value: JsonObject) => ObjectReading;
  readonly keys: readonly string[];
};

/** What a line that begins with `{` is: a record, a line inside a record, no access log, or a broken access log line. */
export type JsonReading =
  | { readonly is: "read"; readonly format: string; readonly entries: readonly Entry[]; readonly keys: JsonKeys | null }
  | { readonly is: "line"; readonly line: string }
  | { readonly is: "other" }
  | { readonly is: "broken"; readonly reason: RejectReason };

/** Deeper JSON than this is no access log, and could exhaust a parser that recurses. */
const MOST_DEPTH = 32;
/** Keys are searched for in so much of a text that is no JSON. */
const MOST_SEARCHED = 20_000;
const keyAndColon = /"([^"\\]{1,80})"\s*:/g;
/** Text with as many keys of one format as this is a broken line of it. */
const FEWEST_KEYS = 2;

/** Reads one JSON line with `JSON.parse`, against the known formats: the one that gives most columns. */
export function readJsonCarefully(line: string, objects: readonly ObjectFormat[], known: JsonFormats): JsonReading {
  if (isDeeperThan(MOST_DEPTH, line)) return { is: "broken", reason: "JSON_TOO_DEEP" };
  const value = parsed(line);
  if (value === undefined) return unreadable(line, objects, known);
  if (!isObject(value)) return { is: "other" };
  for (const { name, read, keys } of objects) {
    if (!keys.some((key) => Object.hasOwn(value, key))) continue;
    const reading = read(value);
    if (reading === null) continue;
    if (reading === "broken") return { is: "broken", reason: "FIELD_MISMATCH" };
    if ("line" in reading) return { is: "line", line: reading.line };
    return { is: "read", format: name, entries: reading.entries, keys: null };
  }
  const names = Object.keys(value);
  const keys = known.best(value, names);
  if (keys === undefined) return { is: "other" };
  // Who can write into a line of JSON text that nobody escaped can write a second value under a key of the first.
  if (hasKeyTwice(line, names.length)) return { is: "broken", reason: "MORE_THAN_ONE_READING" };
  return { is: "read", format: keys.name, entries: entriesOf(value, keys), keys };
}

/** What text is that begins like JSON and is none: by the keys that stand in it. */
function unreadable(line: string, objects: readonly ObjectFormat[], known: JsonFormats): JsonReading {
  const names = new Set([...line.slice(0, MOST_SEARCHED).matchAll(keyAndColon)].map(([, name]) => name!));
  const count = (isKey: (name: string) => boolean): number => [...names].filter(isKey).length;
  const isOurs =
    line.startsWith('{"start_time"') ||
    known.all.some((keys) => keys.rank < 2 && count(keys.has) >= FEWEST_KEYS) ||
    objects.some(({ keys }) => count((name) => keys.includes(name)) >= FEWEST_KEYS);
  if (!isOurs) return { is: "other" };
  return { is: "broken", reason: line.trimEnd().endsWith("}") ? "JSON_BROKEN" : "LINE_CUT" };
}

function entriesOf(value: JsonObject, keys: JsonKeys): Entry[] {
  const all = [...valuesIn(value, keys, "")];
  const fields = withOneFieldPerColumn(all.map(({ path }) => keys.fieldOf(path)));
  return all.flatMap(({ path, value: each }, index) => {
    const template = keys.templateOf(path);
    const parts = template !== undefined && typeof each === "string" ? partsOf(each, template) : null;
    if (parts !== null) return parts;
    const field = fields[index]!;
    if (field.column === null) return otherEntry(path, each) ?? [];
    return { name: path, column: field.column, convert: field.convert, value: asText(each), isJson: false };
  });
}

function* valuesIn(value: JsonObject, keys: JsonKeys, prefix: string): Generator<{ path: string; value: JsonValue }> {
  for (const [key, each] of Object.entries(value)) {
    const path = prefix + key;
    if (keys.isNested(path) && isObject(each)) yield* valuesIn(each, keys, `${path}.`);
    else yield { path, value: each };
  }
}

/** The values of a text of several operators, or null where they cannot be told apart for sure. */
function partsOf(text: string, template: Template): Entry[] | null {
  const reading = readCarefully(new LineText(text), template);
  if (reading.is !== "read") return null;
  return template.fields.map(({ column, written, convert }, index) => {
    return { name: written, column, convert, value: reading.values[index]!, isJson: false };
  });
}

/** The value, or undefined when the text is no JSON. */
function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A value as a text format would print it; null where it is absent. A list of texts is joined by commas. */
function asText(value: JsonValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((each) => typeof each === "string"))
    return value.length === 0 ? "-" : value.join(",");
  return JSON.stringify(value);
}

const pieces = /"[^"\\]*(?:\\.[^"\\]*)*"\s*(:?)|[[{]|[\]}]/gs;

/** Whether the top object of valid JSON has more keys than names. */
function hasKeyTwice(text: string, names: number): boolean {
  let [depth, keys] = [0, 0];
  for (const [piece, colon] of text.matchAll(pieces)) {
    if (piece === "{" || piece === "[") depth++;
    else if (piece === "}" || piece === "]") depth--;
    else if (depth === 1 && colon === ":") keys++;
  }
  return keys > names;
}

/** Whether brackets nest deeper outside strings. */
function isDeeperThan(most: number, text: string): boolean {
  if (countOf(text, "{", most) + countOf(text, "[", most) <= most) return false;
  let depth = 0;
  for (const [piece] of text.matchAll(pieces)) {
    if (piece === "{" || piece === "[") depth++;
    else if (piece === "}" || piece === "]") depth--;
    if (depth > most) return true;
  }
  return false;
}

/** How often a letter stands in a text, counted up to one more than `most`. */
function countOf(text: string, letter: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(letter); at >= 0 && count <= most; at = text.indexOf(letter, at + 1)) count++;
  return count;
}
