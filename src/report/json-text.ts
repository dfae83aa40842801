import type { Cell } from "../core/cell.ts";
import { visibleJson } from "./escape.ts";
import { isList } from "./map-texts.ts";

/** A cell as JSON on one line: integers of any size as digits, infinities and NaN, which JSON lacks, as text. */
export function jsonText(cell: Cell): string {
  if (cell === null) return "null";
  switch (typeof cell) {
    case "bigint":
      return cell.toString();
    case "number":
      return Number.isFinite(cell) ? JSON.stringify(cell) : `"${cell}"`;
    case "boolean":
      return cell ? "true" : "false";
    case "string":
      return quoted(cell);
    default:
      if (isList(cell)) return `[${cell.map(jsonText).join(",")}]`;
      return `{${Object.entries(cell)
        .map(([key, value]) => `${quoted(key)}:${jsonText(value)}`)
        .join(",")}}`;
  }
}

function quoted(text: string): string {
  return visibleJson(JSON.stringify(text));
}

/** One row as a JSON object with the columns in their order. */
export function jsonRow(columns: readonly string[], row: { readonly [column: string]: Cell }): string {
  return `{${columns.map((column) => `${quoted(column)}:${jsonText(row[column] ?? null)}`).join(",")}}`;
}
