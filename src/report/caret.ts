import type { Place } from "../core/errors.ts";
import { visible } from "./escape.ts";
import { displayWidth } from "./width.ts";

/** How far a place stands from the left of its line. */
const INDENT = 2;

/** The surroundings of a place in a text, in at most so many columns, and under them a line with a caret at the place. */
export function drawCaret({ text, at }: Place, width: number, dots: string): readonly [shown: string, caret: string] {
  const room = Math.max(20, width - INDENT);
  const [before, behind] = [visible(text.slice(0, at)), visible(text.slice(at))];
  const most = Math.max(Math.ceil(room / 2), room - displayWidth(behind));
  const head = firstColumns([...before].toReversed(), most, dots.length);
  const left = (head.isWhole ? "" : dots) + head.characters.toReversed().join("");
  const tail = firstColumns([...behind], room - displayWidth(left), dots.length);
  const right = tail.characters.join("") + (tail.isWhole ? "" : dots);
  const indent = " ".repeat(INDENT);
  return [`${indent}${left}${right}`, `${indent}${" ".repeat(displayWidth(left))}^`];
}

/** As many of the first characters as fit; where not all do, with room left for the dots. */
function firstColumns(
  characters: readonly string[],
  most: number,
  dots: number,
): { readonly characters: string[]; readonly isWhole: boolean } {
  if (displayWidth(characters.join("")) <= most) return { characters: [...characters], isWhole: true };
  const taken: string[] = [];
  let used = dots;
  for (const character of characters) {
    used += displayWidth(character);
    if (used > most) break;
    taken.push(character);
  }
  return { characters: taken, isWhole: false };
}
