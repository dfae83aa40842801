import { UsageError } from "../core/errors.ts";
import { caretAt } from "./caret.ts";

/**
 * The error for a place in a format string: what is wrong, the text, and a caret under the place.
 *
 * Units: `at` characters from 0; the message counts from 1.
 */
export function formatStringError(what: string, text: string, at: number, problem: string, hint: string): UsageError {
  const [shown, caret] = caretAt(text, at);
  return new UsageError("USAGE_BAD_VALUE", `${what} ${problem} at character ${at + 1}\n  ${shown}\n  ${caret}`, {
    hint,
  });
}
