import type { Cell } from "../core/cell.ts";
import type { Severity } from "../core/severity.ts";

/** What people may set of a detector. */
export type ParameterInfo = {
  readonly name: string;
  readonly type: string;
  readonly unit?: string | null | undefined;
  readonly default: Cell;
  readonly min?: Cell | undefined;
  readonly max?: Cell | undefined;
  readonly about: string;
};

/** What people may know of a detector, from the head of its file. */
export type DetectorInfo = {
  readonly id: string;
  readonly title: string;
  readonly means: string;
  readonly not_when: string;
  readonly do: string;
  /** Fields that the logs must have. */
  readonly needs: readonly string[];
  readonly params: readonly ParameterInfo[];
  /** The first rule that holds wins; the last has no `when`. */
  readonly severity: readonly { readonly level: Severity; readonly when?: string | null | undefined }[];
  /** The address that proves the behaviour that it relies on. */
  readonly source: string;
};
