/** How much of a long text is shown on either side of the place. */
const SHOWN = 40;

/**
 * The surroundings of a place in a text, and under them a line with a caret at the place.
 *
 * Units: `at` UTF-16 units from 0, at most the text's length.
 */
export function caretAt(text: string, at: number): readonly [shown: string, caret: string] {
  const begin = Math.max(0, at - SHOWN);
  const [before, after] = [begin > 0 ? "…" : "", at + SHOWN < text.length ? "…" : ""];
  const shown = text.slice(begin, at + SHOWN).replace(/[\u0000-\u001f\u007f-\u009f]/g, " ");
  return [`${before}${shown}${after}`, `${" ".repeat(before.length + at - begin)}^`];
}
