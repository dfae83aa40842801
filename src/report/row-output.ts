import type { Row } from "../core/cell.ts";
import type { Canvas } from "./output.ts";

/** One way to write the rows of a query: a name, what it is for, and the text in pieces. */
export type RowOutput = {
  readonly name: string;
  readonly about: string;
  /** The whole text in pieces, ending in a newline. */
  readonly write: (columns: readonly string[], rows: Iterable<Row>, canvas: Canvas) => Iterable<string>;
};
