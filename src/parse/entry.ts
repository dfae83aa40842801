import type { ColumnName } from "../core/columns.ts";
import type { Operator } from "./operator.ts";

/** A value read one by one, and where it goes. */
export type Entry = {
  /** Its name in `other`, where it has no column or its column cannot hold it. */
  readonly name: string;
  readonly column: ColumnName | null;
  /** Null is absent. */
  readonly value: string | null;
  /** As in `Operator`. */
  readonly convert: Operator["convert"];
  /** Whether the value is JSON already when it goes to `other`. */
  readonly isJson: boolean;
};

/** An entry for a column whose value is plain text. */
export function columnEntry(column: ColumnName, value: string | null): Entry {
  return { name: column, column, value, convert: null, isJson: false };
}

/** An entry without a column, of any JSON value; null where the value is absent. */
export function otherEntry(name: string, value: unknown): Entry | null {
  if (value === null || value === undefined || value === "" || value === "-") return null;
  return { name, column: null, value: JSON.stringify(value), convert: null, isJson: true };
}
