import { closest } from "fastest-levenshtein";
import { UsageError } from "./errors.ts";

/**
 * The thing of that name on a shelf.
 *
 * Throws: USAGE_UNKNOWN_NAME, naming the nearest known name and how to list them all.
 */
export function choose<T extends { readonly name: string }>(
  shelf: readonly T[],
  kind: string,
  name: string,
  listing: string,
): T {
  const found = shelf.find((item) => item.name === name);
  if (found !== undefined) return found;
  throw unknownName(
    kind,
    name,
    shelf.map((item) => item.name),
    listing,
  );
}

/** The error for a name that is not among the known ones. */
export function unknownName(kind: string, name: string, known: readonly string[], listing: string): UsageError {
  const nearest = known.length === 0 ? "" : `the nearest is "${closest(name, [...known])}"; `;
  return new UsageError("USAGE_UNKNOWN_NAME", `there is no ${kind} "${name}"`, { hint: `${nearest}${listing}` });
}
