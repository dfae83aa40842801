import type { Ink } from "./ink.ts";
import { padEnd, shorten, wrapWords } from "./width.ts";

/** The columns of a label, up to where its text begins. */
export const LABEL_WIDTH = 12;

/** The longest prose that is drawn, in columns; JSON has all of it. */
const MOST_PROSE = 1200;

/** Prose as lines of at most `width` columns; what is longer than anybody reads loses its middle. */
export function prose(text: string, width: number, { glyphs }: Ink): string[] {
  return wrapWords(shorten(text, MOST_PROSE, glyphs.dots), width, glyphs.dots);
}

/** A label and its text as lines of at most `width` columns, the text under its own beginning. */
export function labelled(name: string, text: string, width: number, ink: Ink): string[] {
  return prose(text, width - LABEL_WIDTH, ink).map(
    (line, index) => ink.paint("faint", padEnd(index === 0 ? name : "", LABEL_WIDTH)) + line,
  );
}
