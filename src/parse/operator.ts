import type { ColumnName, Kind } from "../core/columns.ts";
import type { ValueShape } from "./value-shape.ts";

/** What the value of a command operator is, and where it goes. */
export type Operator = {
  /** Null: to `other`, under the operator's own name. */
  readonly column: ColumnName | null;
  /** Of several fields that can fill one column the lowest rank does; 0 is what the column is named for. */
  readonly rank: number;
  /** Which bytes a marker lets a value hold. */
  readonly kind: Kind;
  /** What the careful path lets a value be. */
  readonly shape: ValueShape;
  /** The column's value from the text of the line, null where there is none; null itself where the text is the value. */
  readonly convert: ((text: string) => string | null) | null;
  /** What it means, in one line. */
  readonly about: string;
  readonly unit: "ms" | "bytes" | "UTC" | null;
};
