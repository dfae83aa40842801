import type { ColumnName } from "../core/columns.ts";
import { rejectReasons, type RejectReason } from "../core/reject.ts";
import { fieldOfColumn } from "./column-operators.ts";
import type { Entry } from "./entry.ts";
import { explainReject, type ExplainedReject } from "./explain-reject.ts";
import { fieldsByName } from "./format-fields.ts";
import type { Field } from "./format-string.ts";
import type { Format } from "./format.ts";
import { Recogniser } from "./recognise.ts";
import { meaningOfDetails } from "./response-code-details.ts";
import { responseFlags, type MayHaveRun } from "./response-flags.ts";

/** What one flag, or the details, say of the request and of retries. */
export type Said = {
  readonly what: string;
  readonly about: string;
  /** Whether the application may have run the last send; null where nobody can say. */
  readonly may_have_run: MayHaveRun | null;
  /** What it says of further sends, or null. */
  readonly retry: string | null;
};

/** One field of a line. */
export type ExplainedField = {
  /** Its name in the line: the operator as written, or the JSON key. */
  readonly name: string;
  /** The operator that filled it, as far as the format tells. */
  readonly operator: string | null;
  /** The column that it goes to; null: to `other`. */
  readonly column: ColumnName | null;
  /** As the line has it; null where it is absent. */
  readonly value: string | null;
  readonly about: string;
  readonly unit: "ms" | "bytes" | "UTC" | null;
  /** For flags and details, one by one. */
  readonly says: readonly Said[];
};

/** What a line is, field by field; or why it is no row. */
export type Explanation =
  | {
      readonly is: "record";
      readonly format: string;
      readonly about: string;
      readonly fields: readonly ExplainedField[];
    }
  | ({ readonly is: "reject"; readonly reason: RejectReason; readonly about: string } & ExplainedReject)
  | { readonly is: "other"; readonly about: string };

/**
 * What each field of a line means, or why the line is not read: the place where it stops fitting, and what the formats that it
 * fits farthest expect there.
 *
 * Units: places count from the first letter that is no blank.
 * Throws: never; any text is explained.
 */
export function explain(written: string, formats: readonly Format[]): Explanation {
  const line = written.trim();
  const reading = new Recogniser(formats).read(written, new Set());
  if (reading.is === "other") {
    return {
      is: "other",
      about: line === "" ? "an empty line" : "no access log line: no known format begins like it",
    };
  }
  if (reading.is === "broken") {
    return {
      is: "reject",
      reason: reading.reason,
      about: rejectReasons[reading.reason],
      ...explainReject(written, reading.reason, formats),
    };
  }
  const format = formats.find(({ name }) => name === reading.format);
  const fields = format === undefined ? new Map() : fieldsByName(format);
  return {
    is: "record",
    format: reading.format,
    about: format?.about ?? "",
    fields: reading.entries.map((entry) => explainedField(entry, fields.get(entry.name))),
  };
}

function explainedField(entry: Entry, known: Field | undefined): ExplainedField {
  const field = known ?? (entry.column === null ? undefined : fieldOfColumn(entry.column));
  const value = entry.value === "" || entry.value === "-" ? null : entry.value;
  return {
    name: entry.name,
    operator: field?.written ?? null,
    column: entry.column,
    value,
    about: field?.about ?? "a field that the format does not have",
    unit: field?.unit ?? null,
    says: value === null ? [] : said(entry.column, entry.convert?.(value) ?? value),
  };
}

function said(column: ColumnName | null, value: string): Said[] {
  if (column === "response_flags") return value.split(",").map(saidByFlag);
  if (column !== "response_code_details") return [];
  const meaning = meaningOfDetails(value);
  if (meaning === null) return [{ what: value, about: "details that are not known", may_have_run: null, retry: null }];
  const { about, mayHaveRun, transport } = meaning;
  return [
    {
      what: value,
      about: transport === null ? about : `${about}; the transport says ${transport}`,
      may_have_run: mayHaveRun,
      retry: null,
    },
  ];
}

function saidByFlag(flag: string): Said {
  const known = responseFlags.find((each) => each.flag === flag);
  return known === undefined
    ? { what: flag, about: "a flag of an extension", may_have_run: null, retry: null }
    : { what: flag, about: known.about, may_have_run: known.mayHaveRun, retry: known.retry };
}
