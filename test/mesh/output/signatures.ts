import type { LogLine } from "./log-lines.ts";
import type { RequestRow } from "./requests.ts";

/** For each scenario the kinds of lines it left, with their counts: what the reference's tables can be held against. */
export function signatureText(rows: readonly RequestRow[], lines: readonly LogLine[]): string {
  const scenarioOf = new Map(rows.map((row) => [row.logical, row.scenario]));
  const counts = new Map<string, Map<string, number>>();
  for (const line of lines) {
    const scenario = scenarioOf.get(line.logical) ?? "unknown";
    const own = counts.get(scenario) ?? new Map<string, number>();
    counts.set(scenario, own);
    const signature = signatureOf(line);
    own.set(signature, (own.get(signature) ?? 0) + 1);
  }
  const blocks = [...counts]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([scenario, own]) => {
      const entries = [...own].sort(([one], [other]) => one.localeCompare(other));
      return [scenario, ...entries.map(([signature, count]) => `${String(count).padStart(6)}  ${signature}`)].join(
        "\n",
      );
    });
  return `${blocks.join("\n")}\n`;
}

function signatureOf(line: LogLine): string {
  const notes = [
    line.hasUpstreamHost ? "" : "no host",
    line.hasUpstreamHost && !line.hasUpstreamLocal ? "no connection" : "",
    line.hasBody || line.method === "GET" ? "" : "no body",
    line.isShadow ? "shadow" : "",
    line.grpcStatus === null ? "" : `grpc ${line.grpcStatus}`,
  ].filter((note) => note !== "");
  return [
    line.side,
    line.method,
    line.code,
    line.flags,
    line.details,
    `attempts ${line.attempts}`,
    `ordinal ${line.ordinal}`,
    ...notes,
  ].join("  ");
}
