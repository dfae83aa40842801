/** The severities of a finding, the mildest first. */
export const severities = ["info", "warning", "critical"] as const;

/** How much a finding matters. */
export type Severity = (typeof severities)[number];

/** Whether `severity` is at or above `bound`. */
export function isAtLeast(severity: Severity, bound: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(bound);
}
