import { lineCounts, type LogLine } from "./log-lines.ts";
import type { IssueRow, RequestRow } from "./requests.ts";

/**
 * What does not fit between the logs and the truth of a capture, a sentence each; empty when all of it fits.
 *
 * Looked at: that all formats have the same lines, that each issue has its one client-side line, and that the server-side lines of an issue
 * with an upstream_local_address are as many as its arrivals at the application.
 */
export async function contradictions(
  captureDir: string,
  rows: readonly RequestRow[],
  lines: readonly LogLine[],
): Promise<readonly string[]> {
  return [...(await unequalFormats(captureDir)), ...misfits(rows, lines)];
}

async function unequalFormats(captureDir: string): Promise<readonly string[]> {
  const expected = await lineCounts(captureDir, "lab-keys");
  const found: string[] = [];
  for (const format of ["istio-text", "istio-json", "attempts-json", "envoy-text"]) {
    const counts = await lineCounts(captureDir, `logs/${format}`);
    for (const [file, count] of expected) {
      if (counts.get(file) !== count)
        found.push(`${format}/${file} has ${counts.get(file) ?? 0} lines, its keys ${count}`);
    }
  }
  return found;
}

function misfits(rows: readonly RequestRow[], lines: readonly LogLine[]): readonly string[] {
  const byIssue = new Map<string, LogLine[]>();
  for (const line of lines) byIssue.set(line.issue, [...(byIssue.get(line.issue) ?? []), line]);
  const issues = new Map<string, { row: RequestRow; issue: IssueRow; arrivals: number }>();
  for (const row of rows) {
    for (const issue of row.issues) {
      // After an internal redirect two rows share an issue.
      const arrivals = (issues.get(issue.issue)?.arrivals ?? 0) + (row.has_server_side ? issue.arrivals : 0);
      issues.set(issue.issue, { row, issue, arrivals });
    }
  }
  return [...issues.values()].flatMap(({ row, issue, arrivals }) => {
    const own = byIssue.get(issue.issue) ?? [];
    const clientLines = own.filter((line) => line.side === "client" && line.details !== "internal_redirect").length;
    const delivered = own.filter((line) => line.side === "server" && !line.isShadow && line.hasUpstreamLocal).length;
    const found: string[] = [];
    if (clientLines !== (row.client_side === null ? 0 : 1))
      found.push(`${issue.issue} has ${clientLines} client-side lines`);
    if (row.has_server_side && delivered !== arrivals)
      found.push(
        `${issue.issue} has ${delivered} server-side lines with a connection to the application, and ${arrivals} arrivals`,
      );
    return found;
  });
}
