import type { ColumnName } from "../core/columns.ts";
import { compile } from "./format-string.ts";
import type { JsonField } from "./json-layout.ts";

/** The keys of a JSON format, ready to be looked up. */
export type JsonKeys = {
  /** The format's name. */
  readonly name: string;
  readonly has: (key: string) => boolean;
  /** Where the value of a key goes; an unknown key goes to `other` under its own name. */
  readonly fieldOf: (key: string) => JsonField;
  /** Whether an object with these keys has what an access log line must have: a status, a time, and something of the request. */
  readonly isAccessLog: (names: readonly string[]) => boolean;
  /** How many of the keys stand in a text, for text that is no valid JSON. */
  readonly countIn: (text: string) => number;
};

const ofARequest: readonly ColumnName[] = ["method", "path", "authority", "upstream_cluster", "response_flags"];

/** The keys of a format that is given as Envoy's `json_format`: a name, and under each key its operator. */
export function jsonKeys(name: string, json: Readonly<Record<string, string>>): JsonKeys {
  const fields = new Map<string, JsonField>();
  for (const [key, operator] of Object.entries(json)) {
    const field = compile(operator).fields[0];
    fields.set(key, { name: key, column: field?.column ?? null, kind: field?.kind ?? "text" });
  }
  const columnOf = (key: string): ColumnName | null => fields.get(key)?.column ?? null;
  return {
    name,
    has: (key) => fields.has(key),
    fieldOf: (key) => fields.get(key) ?? { name: key, column: null, kind: "text" },
    isAccessLog: (names) => {
      const found = new Set(names.map(columnOf));
      return found.has("response_code") && found.has("start_time") && ofARequest.some((column) => found.has(column));
    },
    countIn: (text) => [...fields.keys()].filter((key) => text.includes(`"${key}"`)).length,
  };
}
