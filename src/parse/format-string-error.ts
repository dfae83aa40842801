import { UsageError } from "../core/errors.ts";

/** How much of a long format string is shown on either side of the place. */
const SHOWN = 40;

/**
 * The error for a place in a format string: what is wrong, the text, and a caret under the place.
 *
 * Units: `at` characters from 0; the message counts from 1.
 */
export function formatStringError(what: string, text: string, at: number, problem: string, hint: string): UsageError {
  const begin = Math.max(0, at - SHOWN);
  const shown = text.slice(begin, at + SHOWN).replace(/\s/g, " ");
  const [before, after] = [begin > 0 ? "…" : "", at + SHOWN < text.length ? "…" : ""];
  const caret = `${" ".repeat(before.length + at - begin)}^`;
  const message = `${what} ${problem} at character ${at + 1}\n  ${before}${shown}${after}\n  ${caret}`;
  return new UsageError("USAGE_BAD_VALUE", message, { hint });
}
