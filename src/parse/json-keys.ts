import type { ColumnName } from "../core/columns.ts";
import { compile, type Template } from "./format-string.ts";
import type { Format, JsonFormat } from "./format.ts";
import type { Operator } from "./operator.ts";

/** One value of a JSON line: its key, and where it goes. */
export type JsonField = Pick<Operator, "column" | "rank" | "kind" | "convert"> & { readonly name: string };

/** The keys of a JSON format, ready to be looked up. Keys of an object inside the line are joined by dots: `request.method`. */
export type JsonKeys = {
  /** The format's name. */
  readonly name: string;
  /** Formats of a lower rank are asked only where none of a higher one claims a line. 0: the caller gave it. */
  readonly rank: 0 | 1 | 2;
  readonly has: (key: string) => boolean;
  /** Where the value of a key goes; an unknown key goes to `other` under its own name. */
  readonly fieldOf: (key: string) => JsonField;
  /** The template of a value that is more than one operator, or undefined. */
  readonly templateOf: (key: string) => Template | undefined;
  /** Whether the format has keys inside the object under this key. */
  readonly isNested: (key: string) => boolean;
  /** Whether an object with these keys is of this format. */
  readonly isOne: (names: readonly string[]) => boolean;
};

const ofARequest: readonly ColumnName[] = ["method", "path", "authority", "upstream_cluster", "response_flags"];

/** Of the keys of a format that the caller gave, a line has at least this share: some loggers leave out what is absent. */
const FEWEST_GIVEN = 0.5;

/**
 * The keys of a format that is given as Envoy's `json_format`. Lines of a format on the shelf have what it `needs`, or else what
 * every access log line has: a status, a time, and something of the request.
 *
 * Throws: USAGE_BAD_VALUE, as `compile`.
 */
export function jsonKeys(
  { name, isGiven = false, isLastResort = false }: Pick<Format, "name" | "isGiven" | "isLastResort">,
  { json, needs }: { readonly json: JsonFormat; readonly needs?: readonly string[] },
): JsonKeys {
  const fields = new Map<string, JsonField>();
  const templates = new Map<string, Template>();
  const nested = new Set<string>();
  const add = (object: JsonFormat, prefix: string): void => {
    for (const [key, value] of Object.entries(object)) {
      const path = prefix + key;
      if (typeof value === "string") {
        const template = compile(value, `the value of "${path}" in the format`);
        if (isOneOperator(template)) fields.set(path, { ...template.fields[0]!, name: path });
        else {
          fields.set(path, elsewhere(path));
          if (template.fields.length > 0) templates.set(path, template);
        }
      } else {
        nested.add(path);
        add(value, `${path}.`);
      }
    }
  };
  add(json, "");
  const columnOf = (key: string): ColumnName | null => fields.get(key)?.column ?? null;
  const columnsOf = (key: string): readonly (ColumnName | null)[] =>
    templates.get(key)?.fields.map(({ column }) => column) ?? [columnOf(key)];
  return {
    name,
    rank: isGiven ? 0 : isLastResort ? 2 : 1,
    has: (key) => fields.has(key),
    fieldOf: (key) => fields.get(key) ?? elsewhere(key),
    templateOf: (key) => templates.get(key),
    isNested: (key) => nested.has(key),
    isOne: (names) => {
      if (isGiven) return names.filter((key) => fields.has(key)).length >= fields.size * FEWEST_GIVEN;
      if (needs !== undefined) return needs.every((key) => names.includes(key));
      const found = new Set(names.flatMap(columnsOf));
      return found.has("response_code") && found.has("start_time") && ofARequest.some((column) => found.has(column));
    },
  };
}

function isOneOperator({ fields, literals }: Template): boolean {
  return fields.length === 1 && literals.every((literal) => literal === "");
}

function elsewhere(name: string): JsonField {
  return { name, column: null, rank: 0, kind: "text", convert: null };
}
