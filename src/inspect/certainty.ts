import { counted, groupedNumber, shareText } from "../core/number-text.ts";
import type { SourceTally } from "../core/tally.ts";
import type { Certainty } from "./detected-source.ts";

/** Fewer access log lines than this can be of a format by chance. */
const ENOUGH_LINES = 10;
/** A larger share of rejects means that the format is another one, or that somebody cut the lines. */
const MOST_REJECTS = 0.05;

/** How sure it is that the formats of a source are the right ones, and why. `guessed` are formats whose keys are taken by their names. */
export function certaintyOf(
  { lines, access_log, rejected, formats }: Pick<SourceTally, "lines" | "access_log" | "rejected" | "formats">,
  guessed: ReadonlySet<string>,
): { readonly certainty: Certainty; readonly because: string } {
  const all = access_log + rejected;
  if (lines === 0) return { certainty: "none", because: "it is empty" };
  if (all === 0) return { certainty: "none", because: "no line begins as a known format does" };
  if (access_log === 0) {
    const look = rejected === 1 ? "line looks like one of an access log" : "lines look like those of an access log";
    return { certainty: "none", because: `${groupedNumber(rejected)} ${look}, but could not be read` };
  }
  if (rejected > MOST_REJECTS * all) {
    const because = `${groupedNumber(rejected)} of ${counted(all, "access log line")} could not be read (${shareText(rejected, all)})`;
    return { certainty: "doubtful", because };
  }
  if (formats.some(({ format }) => guessed.has(format)))
    return {
      certainty: "doubtful",
      because: "keys are taken by the names that people give them, not by a known format",
    };
  if (access_log < ENOUGH_LINES)
    return {
      certainty: "likely",
      because: `there ${access_log === 1 ? "is" : "are"} only ${counted(access_log, "access log line")}`,
    };
  const read = rejected === 0 ? `all ${groupedNumber(all)}` : `${groupedNumber(access_log)} of ${groupedNumber(all)}`;
  return { certainty: "sure", because: `${read} access log lines have one reading, and only one` };
}
