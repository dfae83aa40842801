import type { Report } from "./report.ts";

/**
 * The command that shows every line of the worst request, for people to copy; null where no request has an id that is safe in a shell.
 *
 * A request id is the client's word: only letters, digits and hyphens get into the command.
 */
export function nextCommand(report: Report, headOf: (id: string) => string): string | null {
  for (const { request_id: id } of report.findings.flatMap((finding) => finding.examples)) {
    if (id === null || !/^[\dA-Za-z-]{8,}$/.test(id)) continue;
    return `retryscope sql --db FILE "from access_log where request_id like '${headOf(id)}%'"`;
  }
  return null;
}

/** The command for logs that lack something, in words: where a detector could not run or one side of the hops is missing; else null. */
export function doctorHint({ overview, not_run }: Report): string | null {
  const isBlind = not_run.length > 0 || (overview.proxies > 0 && overview.sides !== "both");
  return isBlind ? "retryscope doctor LOGS: what the logs lack, and how to add it" : null;
}
