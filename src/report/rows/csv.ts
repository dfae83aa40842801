import type { Cell } from "../../core/cell.ts";
import { visible } from "../escape.ts";
import { jsonText } from "../json-text.ts";
import type { RowOutput } from "../row-output.ts";

/** Source: https://www.rfc-editor.org/rfc/rfc4180 */
const csv: RowOutput = {
  name: "csv",
  about:
    "for spreadsheets (RFC 4180): null is empty, lists and objects are JSON, text that a spreadsheet would run gets a leading '",
  *write(columns, rows) {
    yield line(columns.map((column) => text(column)));
    for (const row of rows) yield line(columns.map((column) => csvCell(row[column] ?? null)));
  },
};

export default csv;

function line(cells: readonly string[]): string {
  // A lone empty cell would be an empty line, which readers skip.
  return `${cells.length === 1 && cells[0] === "" ? '""' : cells.join(",")}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "string") return text(cell);
  return typeof cell === "object" ? quote(jsonText(cell)) : String(cell);
}

/** CSV has no escapes of its own, so what a terminal obeys is written out; line feeds and tabs are plain data.
 *
 * Source: https://owasp.org/www-community/attacks/CSV_Injection (which beginnings a spreadsheet takes for a formula) */
function text(value: string): string {
  const shown = value
    .split(/([\n\t])/)
    .map((part, index) => (index % 2 === 0 ? visible(part) : part))
    .join("");
  return quote(/^[=+\-@\t\r]/.test(value) ? `'${shown}` : shown);
}

function quote(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
