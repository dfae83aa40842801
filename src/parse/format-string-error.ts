import { UsageError } from "../core/errors.ts";

/**
 * The error for a place in a format string: what is wrong, and where.
 *
 * Units: `at` characters from 0; the message counts from 1.
 */
export function formatStringError(what: string, text: string, at: number, problem: string, hint: string): UsageError {
  return new UsageError("USAGE_BAD_VALUE", `${what} ${problem} at character ${at + 1}`, { hint, place: { text, at } });
}
