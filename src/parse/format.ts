/** What a sample line must give: column values by name; flags as a list, times as ISO text in UTC, `other` fields by their own name. */
export type SampleRecord = { readonly [column: string]: string | number | null | readonly string[] };

/** A line that the format must read, and the record it must give. */
export type Sample = { readonly line: string; readonly record: SampleRecord };

/**
 * One access log format. It is data: Envoy's own format string, or for JSON the keys with the operator behind each,
 * as in Envoy's `json_format`.
 */
export type Format = {
  readonly name: string;
  readonly about: string;
  /** The address that proves the format, with version. */
  readonly source: string;
  readonly shape: { readonly text: string } | { readonly json: Readonly<Record<string, string>> };
  /** At least one. */
  readonly samples: readonly Sample[];
};
