import type { Canvas } from "./output.ts";

/** What a colour says; each says one thing only, and a sign or a word beside it says the same. */
export type Meaning = "ran_again" | "may_have_run" | "note" | "not_reached" | "succeeded" | "strong" | "faint";

/** The characters that are drawn with: with Unicode or in plain ASCII. */
export type Glyphs = {
  readonly signs: {
    readonly ran_again: string;
    readonly may_have_run: string;
    readonly unknown: string;
    readonly not_reached: string;
    readonly succeeded: string;
  };
  readonly severities: { readonly critical: string; readonly warning: string; readonly info: string };
  readonly lane: { readonly start: string; readonly line: string; readonly end: string; readonly mark: string };
  /** Between two facts on one line. */
  readonly between: string;
  /** Where something was left out. */
  readonly dots: string;
};

/** How to draw: the glyphs, and a text in the colour of its meaning, for a terminal that can show it. */
export type Ink = { readonly glyphs: Glyphs; readonly paint: (meaning: Meaning, text: string) => string };

const unicode: Glyphs = {
  signs: { ran_again: "✖", may_have_run: "✚", unknown: "?", not_reached: "·", succeeded: "✔" },
  severities: { critical: "✖", warning: "▲", info: "●" },
  lane: { start: "├", line: "─", end: "┤", mark: "│" },
  between: " · ",
  dots: "…",
};

const ascii: Glyphs = {
  signs: { ran_again: "x", may_have_run: "+", unknown: "?", not_reached: ".", succeeded: "=" },
  severities: { critical: "x", warning: "^", info: "-" },
  lane: { start: "|", line: "-", end: "|", mark: "|" },
  between: " | ",
  dots: "...",
};

/** The colours of Okabe and Ito that read on dark and on light ground, as the nearest of the 256. */
const styles: { readonly [M in Meaning]: string } = {
  ran_again: "1;38;5;166",
  may_have_run: "38;5;172",
  note: "38;5;32",
  not_reached: "38;5;245",
  succeeded: "38;5;36",
  strong: "1",
  faint: "38;5;245",
};

/** Unicode without colour, for text that is read elsewhere, such as Markdown. */
export const printInk: Ink = { glyphs: unicode, paint: (_, text) => text };

/** The ink that suits a canvas: Unicode and colour where it is rich, plain ASCII elsewhere. */
export function inkFor(canvas: Canvas): Ink {
  if (!canvas.isRich) return { glyphs: ascii, paint: (_, text) => text };
  return {
    glyphs: unicode,
    paint: (meaning, text) => (text === "" ? "" : `\u001b[${styles[meaning]}m${text}\u001b[0m`),
  };
}
