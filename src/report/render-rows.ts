import type { Row } from "../core/cell.ts";
import { choose } from "../core/choose.ts";
import type { Canvas } from "./output.ts";
import { rowOutputs } from "./rows/index.ts";

/**
 * The text of query rows in the output of that name, in pieces. Nothing is masked: who asks in SQL asks for what is there.
 *
 * Throws: USAGE_UNKNOWN_NAME where there is no such output, before the first piece.
 */
export function renderRows(
  columns: readonly string[],
  rows: Iterable<Row>,
  output: string,
  canvas: Canvas,
): Iterable<string> {
  const known = rowOutputs.map(({ name }) => name).join(", ");
  return choose(rowOutputs, "output", output, `rows can be written as ${known}`).write(columns, rows, canvas);
}
