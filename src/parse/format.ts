import type { Entry } from "./entry.ts";

/** What a sample line must give: column values by name; flags as a list, times as ISO text in UTC, `other` fields by their own name. */
export type SampleRecord = { readonly [column: string]: string | number | null | readonly string[] };

/** A line that the format must read, and the record it must give; where it carries a line of another format, which. */
export type Sample = { readonly line: string; readonly record: SampleRecord; readonly carries?: string };

/** As Envoy's `json_format`: under each key a format string, in most cases one operator, or an object again. */
export type JsonFormat = { readonly [key: string]: string | JsonFormat };

/** A JSON value as `JSON.parse` gives it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object as `JSON.parse` gives it. */
export type JsonObject = { readonly [key: string]: JsonValue };

/**
 * What a format that is no flat list of keys makes of an object: its values; a line of another format that it carries; null
 * where it is none of its own, "broken" where it is one that cannot be read.
 */
export type ObjectReading = { readonly entries: readonly Entry[] } | { readonly line: string } | "broken" | null;

/** The shape of a format's lines. */
export type Shape =
  /** Envoy's format string. */
  | { readonly text: string }
  /**
   * `needs`: keys without which a line is none of this format; with them all it is one, even without status and time.
   * `text`: the same as a format string, where it may be text that was written to look like JSON.
   */
  | { readonly json: JsonFormat; readonly needs?: readonly string[]; readonly text?: string }
  /** JSON that is no list of keys. `keys` tell a line of it that is broken. */
  | { readonly object: (value: JsonObject) => ObjectReading; readonly keys: readonly string[] }
  /** Text that no format string describes: the values, null where the line is none of its own, "broken" where it is one that does not fit. */
  | { readonly line: (line: string) => readonly Entry[] | "broken" | null };

/**
 * One access log format. Most are data: Envoy's own format string, or for JSON the keys with the operator behind each,
 * as in Envoy's `json_format`.
 */
export type Format = {
  readonly name: string;
  readonly about: string;
  /** The address that proves the format, with version. */
  readonly source: string;
  readonly shape: Shape;
  /** At least one on the shelf. */
  readonly samples: readonly Sample[];
  /** True where another format of the shelf can read a line of it otherwise, as a test finds. */
  readonly hasRival?: boolean;
  /** True for one that the caller gave: where it reads a line, no other is asked. */
  readonly isGiven?: boolean;
  /** True for one that is tried only where no other format claims the line. */
  readonly isLastResort?: boolean;
};
