import type { ExplainedField } from "../inspect/explained-line.ts";
import { visible } from "./escape.ts";
import type { Ink } from "./ink.ts";
import { prose } from "./labelled.ts";
import { saidText } from "./retry-words.ts";
import { displayWidth, padEnd, shorten } from "./width.ts";

const GAP = 2;
/** The columns of values where meanings stand beside them, and the least columns that are worth a meaning there. */
const VALUES = 40;
const MEANINGS = 50;
/** The most columns of names. */
const NAMES = 44;
const INDENT = 4;

/** Each field of a line: its operator, its value and what that means; of flags and details also what they say of retries. */
export function drawFields(fields: readonly ExplainedField[], width: number, ink: Ink): string[] {
  const names = fields.map(({ name }) => visible(name));
  const label = Math.min(
    NAMES,
    names.reduce((widest, name) => Math.max(widest, displayWidth(name)), 0),
  );
  const beside = label + GAP + VALUES + GAP;
  const isWide = width - beside >= MEANINGS;
  return fields.flatMap((field, index) => {
    const name = names[index] ?? "";
    const [value, meaning] = [valueOf(field), meaningOf(field)];
    const says = field.says.flatMap((said) => hanging(visible(saidText(said)), width, isWide ? beside : INDENT, ink));
    const isShort = displayWidth(name) <= label && displayWidth(value) <= VALUES;
    if (isWide && isShort) {
      const [first = "", ...rest] = prose(meaning, width - beside, ink);
      const head = `${paintName(padEnd(name, label), ink)}  ${padEnd(value, VALUES)}  ${ink.paint("faint", first)}`;
      return [head.trimEnd(), ...rest.map((line) => " ".repeat(beside) + ink.paint("faint", line)), ...says];
    }
    const [nameWidth, valueWidth] = [displayWidth(name), displayWidth(value)];
    // A value that is too wide for its column begins before it, where it can.
    const column = Math.min(label + GAP, width - valueWidth);
    const head =
      nameWidth + GAP <= column
        ? [`${paintName(padEnd(name, column - GAP), ink)}  ${value}`]
        : [
            paintName(shorten(name, width, ink.glyphs.dots), ink),
            `${" ".repeat(INDENT)}${shorten(value, width - INDENT, ink.glyphs.dots)}`,
          ];
    const indent = isWide ? beside : INDENT;
    const meant = prose(meaning, width - indent, ink).map((line) => " ".repeat(indent) + ink.paint("faint", line));
    return [...head, ...meant, ...says];
  });
}

/** A text as lines that begin in a column, those behind the first one a little further in. */
function hanging(text: string, width: number, indent: number, ink: Ink): string[] {
  return prose(text, width - indent - GAP, ink).map(
    (line, index) => " ".repeat(index === 0 ? indent : indent + GAP) + line,
  );
}

function paintName(name: string, ink: Ink): string {
  return ink.paint("note", name);
}

function valueOf({ value, unit }: ExplainedField): string {
  if (value === null) return "-";
  const isCounted = (unit === "ms" || unit === "bytes") && /^\d+$/.test(value);
  return visible(isCounted ? `${value} ${unit}` : value);
}

/** What the field is; where its name is a key, behind the operator that filled it. */
function meaningOf({ name, operator, about, value, unit }: ExplainedField): string {
  const filledBy = operator === null || operator === name ? "" : `${operator}: `;
  const isAbsent = value === null ? "; absent in this line" : "";
  return visible(`${filledBy}${about}${unit === "UTC" ? ", UTC" : ""}${isAbsent}`);
}
