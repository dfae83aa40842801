import Table from "cli-table3";
import type { Cell, Row } from "../../core/cell.ts";
import { counted, groupedNumber } from "../../core/number-text.ts";
import { visible } from "../escape.ts";
import { inkFor, type Ink } from "../ink.ts";
import { jsonText } from "../json-text.ts";
import type { RowOutput } from "../row-output.ts";
import { displayWidth, padEnd, wrapWords } from "../width.ts";

/** cli-table3 is quadratic: 20,000 rows take 27 s. */
const MOST_ROWS = 1000;

/** Between two columns. */
const GAP = 2;

/** The least width that a column of prose is wrapped to. */
const LEAST_PROSE = 16;

type Grid = {
  readonly columns: readonly string[];
  readonly isNumber: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
};

const table: RowOutput = {
  name: "table",
  about: `for people at a terminal: at most ${groupedNumber(MOST_ROWS)} rows; wide rows are drawn one value a line`,
  *write(columns, rows, canvas) {
    const { drawn, left } = take(rows);
    const grid = toGrid(columns, drawn);
    const ink = inkFor(canvas);
    if (columns.length > 0) {
      const widths = fit(grid, canvas.width);
      yield widths === null ? drawRecords(grid, canvas.width, ink) : drawTable(grid, widths, ink);
    }
    if (drawn.length === 0) yield "no rows\n";
    if (left > 0) yield `and ${counted(left, "more row")} (--output json, ndjson or csv has all)\n`;
  },
};

export default table;

function take(rows: Iterable<Row>): { drawn: Row[]; left: number } {
  const drawn: Row[] = [];
  let left = 0;
  for (const row of rows) {
    if (drawn.length < MOST_ROWS) drawn.push(row);
    else left++;
  }
  return { drawn, left };
}

function toGrid(columns: readonly string[], rows: readonly Row[]): Grid {
  const isNumber = columns.map((column) => {
    const cells = rows.map((row) => row[column] ?? null).filter((cell) => cell !== null);
    return cells.length > 0 && cells.every((cell) => typeof cell === "number" || typeof cell === "bigint");
  });
  return {
    columns: columns.map(visible),
    isNumber,
    rows: rows.map((row) => columns.map((column) => cellText(row[column] ?? null))),
  };
}

/** A cell as people read it: exact, ungrouped, as it may be a port or an id; escape bytes are written out, cli-table3 lets them through. */
function cellText(cell: Cell): string {
  if (cell === null) return "null";
  return visible(typeof cell === "object" ? jsonText(cell) : String(cell));
}

/** The widths of the columns, those of prose narrowed until all fit; null where they do not. */
function fit(grid: Grid, width: number): number[] | null {
  const texts = grid.columns.map((column, index) => [column, ...grid.rows.map((row) => row[index] ?? "")]);
  const widths = texts.map(widest);
  const least = texts.map((column, index) => {
    const isProse = column.some((text) => text.split(" ").length > 3);
    const word = Math.max(LEAST_PROSE, widest(column.flatMap((text) => text.split(" "))));
    return isProse ? Math.min(widths[index] ?? 0, word) : (widths[index] ?? 0);
  });
  let excess = widths.reduce((sum, each) => sum + each, 0) + GAP * (widths.length - 1) - width;
  while (excess > 0) {
    // The widest column that can still give way loses a column: so that several end up alike.
    const slack = widths.map((each, index) => (each > (least[index] ?? 0) ? each : 0));
    const most = slack.indexOf(Math.max(...slack));
    if ((slack[most] ?? 0) === 0) return null;
    widths[most] = (widths[most] ?? 0) - 1;
    excess--;
  }
  return widths;
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

function drawTable({ columns, isNumber, rows }: Grid, widths: readonly number[], ink: Ink): string {
  const wrap = (row: readonly string[]): string[] =>
    row.map((text, index) =>
      displayWidth(text) <= (widths[index] ?? 0)
        ? text
        : wrapWords(text, widths[index] ?? 0, ink.glyphs.dots).join("\n"),
    );
  const bare = {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
    "bottom-right": "",
  };
  const drawn = new Table({
    chars: {
      ...bare,
      left: "",
      "left-mid": "",
      mid: "",
      "mid-mid": "",
      right: "",
      "right-mid": "",
      middle: " ".repeat(GAP),
    },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colAligns: isNumber.map((is) => (is ? "right" : "left")),
  });
  const rule = ink.glyphs.lane.line;
  drawn.push(
    wrap(columns),
    widths.map((each) => rule.repeat(each)),
    ...rows.map(wrap),
  );
  return `${drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")}\n`;
}

/** Each row as a block with a line per column, for rows that are wider than the terminal. */
function drawRecords({ columns, rows }: Grid, width: number, ink: Ink): string {
  const label = widest(columns);
  const blocks = rows.map((row, nth) => {
    const title = ink.paint(
      "faint",
      `row ${nth + 1} ${ink.glyphs.lane.line.repeat(Math.max(0, Math.min(width, 40) - 5 - String(nth + 1).length))}`,
    );
    return [
      title,
      ...columns.map((column, index) => `${ink.paint("faint", padEnd(column, label))}  ${row[index] ?? ""}`),
    ].join("\n");
  });
  return blocks.length === 0 ? "" : `${blocks.join("\n")}\n`;
}
