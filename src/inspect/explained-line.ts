import type { Explanation } from "../parse/explain.ts";
import type { Facts } from "../unwrap/unwrapped-block.ts";

export type { Explanation, ExplainedField, Said } from "../parse/explain.ts";
export type { Expected, OneReading } from "../parse/explain-reject.ts";

/** What a line is: what was around it, and field by field what it says, or why it is no row. */
export type ExplainedLine = {
  /** The names of what was taken off, from the outside in. */
  readonly wrappers: readonly string[];
  /** What that told. */
  readonly told: Facts;
  /** The line without it; of one that is too long its beginning. */
  readonly line: string;
  /** Whether further lines were there, which are not explained. */
  readonly has_more: boolean;
} & Explanation;
