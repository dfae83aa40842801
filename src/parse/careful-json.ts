import type { RejectReason } from "../core/reject.ts";
import type { JsonKeys } from "./json-keys.ts";
import type { Entry } from "./record.ts";

/** What a line that begins with `{` is: a record, no access log, or a broken access log line. */
export type JsonReading =
  | { readonly is: "read"; readonly keys: JsonKeys; readonly entries: readonly Entry[] }
  | { readonly is: "other" }
  | { readonly is: "broken"; readonly reason: RejectReason };

/** Deeper JSON than this is no access log, and could exhaust a parser that recurses. */
const MOST_DEPTH = 32;

/** Reads one JSON line with `JSON.parse`, against the known sets of keys: the set that shares most keys with it. */
export function readJsonCarefully(line: string, known: readonly JsonKeys[]): JsonReading {
  if (depthOf(line) > MOST_DEPTH) return { is: "broken", reason: "JSON_TOO_DEEP" };
  const value = parsed(line);
  if (value === undefined) {
    const keys = known.find((candidate) => candidate.countIn(line) >= 2);
    if (keys === undefined) return { is: "other" };
    return { is: "broken", reason: line.trimEnd().endsWith("}") ? "JSON_BROKEN" : "LINE_CUT" };
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return { is: "other" };
  const names = Object.keys(value);
  const keys = best(known, names);
  if (keys === undefined) return { is: "other" };
  return {
    is: "read",
    keys,
    entries: Object.entries(value).map(([name, each]) => ({ ...keys.fieldOf(name), value: asText(each) })),
  };
}

/** The set that shares most keys with the line, if the line has what every access log line has. */
function best(known: readonly JsonKeys[], names: readonly string[]): JsonKeys | undefined {
  let found: JsonKeys | undefined;
  let most = 0;
  for (const keys of known) {
    if (!keys.isAccessLog(names)) continue;
    const shared = names.filter((name) => keys.has(name)).length;
    if (shared > most) [found, most] = [keys, shared];
  }
  return found;
}

/** The value, or undefined when the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((each) => typeof each === "string"))
    return value.length === 0 ? "-" : value.join(",");
  return JSON.stringify(value);
}

/** How deep brackets nest outside strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const piece of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/g)) {
    const letter = piece[0][0];
    if (letter === "{" || letter === "[") deepest = Math.max(deepest, ++depth);
    else if (letter !== '"') depth--;
  }
  return deepest;
}
