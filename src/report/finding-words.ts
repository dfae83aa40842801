import { groupedNumber } from "../core/number-text.ts";
import { windowText } from "../core/time-text.ts";
import type { Finding } from "../detect/finding.ts";
import { effects } from "./effect-words.ts";

/**
 * What running twice did, with counts, such as `ran twice 4 · already there 27 · unknown 8`; null where the detector does not tell.
 *
 * Shape: read from the columns `effect_twice`, `effect_guarded`, `effect_failed_after` and `effect_unknown`.
 */
export function effectOf(finding: Finding, between: string): string | null {
  const told = effects.flatMap(([name, words]) => {
    const count = finding.values[`effect_${name}`];
    return (typeof count === "number" || typeof count === "bigint") && count > 0
      ? [`${words} ${groupedNumber(count)}`]
      : [];
  });
  return told.length === 0 ? null : told.join(between);
}

/** From when to when a finding was seen; dates only where they differ from the one that the reader knows. */
export function seenOf(finding: Finding, knownDate: string | null): string {
  return windowText(finding.first_seen, finding.last_seen, knownDate);
}

/** What a finding is about, the method first where all its examples have the same and the route does not say it. */
export function subjectOf(finding: Finding): string {
  const methods = new Set(finding.examples.map((trace) => trace.method));
  const [method = ""] = methods;
  if (methods.size !== 1 || method === "" || finding.route.split(" ").includes(method)) return finding.route;
  return `${method} ${finding.route}`;
}
