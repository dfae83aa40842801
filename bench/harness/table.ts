import type { Goal } from "../rows.ts";
import { figureOf, ratioOf, type Measured } from "./rounds.ts";

type Column = { readonly head: string; readonly isNumber?: true };

const figureColumns: readonly Column[] = [
  { head: "row" },
  { head: "what" },
  { head: "wall s", isNumber: true },
  { head: "cpu s", isNumber: true },
  { head: "peak MB", isNumber: true },
  { head: "MB/s", isNumber: true },
];
const goalColumns: readonly Column[] = [
  { head: "row" },
  { head: "figure" },
  { head: "beside" },
  { head: "is", isNumber: true },
  { head: "goal", isNumber: true },
  { head: "" },
];

/** What each row took, as a table in Markdown that can be read as it stands. */
export function figureTable(all: readonly Measured[]): string {
  return tableOf(
    figureColumns,
    all.map((measured) => {
      const wall = figureOf(measured, "wall");
      const { id, about } = measured.row;
      if (wall === null) return [id, `${about} (skipped: not installed)`, "-", "-", "-", "-"];
      const speed = measured.bytes === 0 ? "-" : (measured.bytes / 1e6 / wall).toFixed(0);
      const [cpu, peak] = [figureOf(measured, "cpu"), figureOf(measured, "memory")];
      return [id, about, wall.toFixed(2), cpu?.toFixed(2) ?? "-", peak?.toFixed(0) ?? "-", speed];
    }),
  );
}

/** The figures beside each other and beside their goals. */
export function goalTable(all: readonly Measured[], lines: number): string {
  const ofOne = (measured: Measured): string[][] =>
    measured.row.goals.flatMap((goal) => {
      const cells = goalCells(goal, measured, all, lines);
      return cells === null ? [] : [cells];
    });
  return tableOf(goalColumns, all.flatMap(ofOne));
}

function goalCells(goal: Goal, measured: Measured, all: readonly Measured[], lines: number): string[] | null {
  const other = all.find(({ row }) => row.id === goal.to);
  const value = goal.to === undefined ? figureOf(measured, goal.figure) : ratioOf(measured, other, goal.figure);
  if (value === null) return null;
  const most = goal.most(lines);
  const unit = goal.figure === "memory" ? "MB" : "s";
  const is = goal.to === undefined ? `${value.toPrecision(3)} ${unit}` : value.toFixed(2);
  const judged = most === null ? "" : value <= most ? "met" : "missed";
  return [measured.row.id, goal.figure, goal.to ?? "-", is, most === null ? "-" : `<= ${most}`, judged];
}

function tableOf(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ head }, at) => Math.max(head.length, 3, ...rows.map((row) => row[at]?.length ?? 0)));
  const draw = (row: readonly string[]): string => {
    const cells = columns.map(({ isNumber }, at) => {
      const [cell, width] = [row[at] ?? "", widths[at] ?? 0];
      return isNumber ? cell.padStart(width) : cell.padEnd(width);
    });
    return `| ${cells.join(" | ")} |`;
  };
  const rules = columns.map(({ isNumber }, at) => "-".repeat((widths[at] ?? 1) - 1) + (isNumber ? ":" : "-"));
  return [draw(columns.map(({ head }) => head)), draw(rules), ...rows.map(draw)].join("\n");
}
