import type { CheckupOutput } from "../checkup-output.ts";
import { inSection, type Block } from "../checkup-section.ts";
import { sectionsOf } from "../checkup-words.ts";
import { visible } from "../escape.ts";
import { inkFor, type Ink } from "../ink.ts";
import { LABEL_WIDTH, prose } from "../labelled.ts";
import { masked } from "../mask.ts";
import { displayWidth, padEnd, padStart, shorten } from "../width.ts";

/** The least width that is drawn for, and the most that prose takes, so that lines stay readable. */
const WIDTH = { least: 60, most: 120 } as const;
/** The narrowest that a name is shortened to before other columns give way. */
const LEAST_NAME = 12;

const table: CheckupOutput = {
  name: "table",
  about: "for people at a terminal: who logged what, what is missing, and what to change",
  write: (checkup, canvas) => {
    const ink = inkFor(canvas);
    const width = Math.min(WIDTH.most, Math.max(WIDTH.least, canvas.width));
    const sections = sectionsOf(checkup).map((section) => inSection(section, (text) => visible(masked(text))));
    return `${sections
      .map(({ title, blocks }) =>
        [
          ...(title === "" ? [] : [ink.paint("strong", title)]),
          ...blocks.flatMap((block) => draw(block, title === "" ? 0 : 2, width, ink)),
        ].join("\n"),
      )
      .join("\n\n")}\n`;
  },
};

export default table;

function draw(block: Block, margin: number, width: number, ink: Ink): string[] {
  const indent = " ".repeat(margin);
  switch (block.kind) {
    case "fact":
      return prose(block.text, width - margin, ink).map((line) => indent + line);
    case "item": {
      const label = padEnd(shorten(block.label, LABEL_WIDTH - 1, ink.glyphs.dots), LABEL_WIDTH);
      return prose(block.text, width - margin - LABEL_WIDTH, ink).map(
        (line, index) =>
          indent +
          (index === 0 ? ink.paint(block.isBad ? "may_have_run" : "faint", label) : " ".repeat(LABEL_WIDTH)) +
          line,
      );
    }
    case "table":
      return drawTable(block.head, block.rows, width - margin, ink).map((line) => indent + line);
    case "yaml":
      return [
        "",
        ...block.text
          .trimEnd()
          .split("\n")
          .map((line) => `${indent}  ${line}`),
        "",
      ];
  }
}

/** Columns with two blanks between them; numbers stand right, and the first and the last column give way. */
function drawTable(head: readonly string[], rows: readonly (readonly string[])[], width: number, ink: Ink): string[] {
  const last = head.length - 1;
  const widths = head.map((name, column) =>
    Math.max(displayWidth(name), ...rows.map((row) => displayWidth(row[column] ?? ""))),
  );
  const excess = (): number => widths.reduce((sum, each) => sum + each, 0) + 2 * last - width;
  for (const column of [0, last]) widths[column] = Math.max(LEAST_NAME, (widths[column] ?? 0) - Math.max(0, excess()));
  const isNumber = (column: number): boolean => rows.every((row) => /^[\d,]+$/.test(row[column] ?? ""));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const text = shorten(cell, widths[column] ?? 0, ink.glyphs.dots);
        return column > 0 && isNumber(column) ? padStart(text, widths[column] ?? 0) : padEnd(text, widths[column] ?? 0);
      })
      .join("  ")
      .trimEnd();
  return [ink.paint("faint", line(head)), ...rows.map(line)];
}
