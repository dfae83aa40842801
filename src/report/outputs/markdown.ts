import { groupedNumber } from "../../core/number-text.ts";
import { dateOf } from "../../core/time-text.ts";
import type { Finding, Trace } from "../../detect/finding.ts";
import { markdownCode, markdownText, visible } from "../escape.ts";
import { effectOf, seenOf, subjectOf } from "../finding-words.ts";
import { printInk } from "../ink.ts";
import { drawLanes } from "../lanes.ts";
import { mapTexts } from "../map-texts.ts";
import { nextCommand } from "../next-command.ts";
import type { Output } from "../output.ts";
import { linesFact, nothingFound, overviewFacts } from "../overview-words.ts";
import type { Report } from "../report.ts";
import { select } from "../selection.ts";
import { uniqueHeads } from "../short-ids.ts";
import { outcomeOf, placeOf, verdictOf } from "../trace-words.ts";
import { unseen } from "../unseen.ts";

/** The width of what stands in code blocks, whatever the terminal: the text is read elsewhere. */
const WIDTH = 100;

const markdown: Output = {
  name: "markdown",
  about: "for issues, chats and pull requests: the table's facts as Markdown",
  write: (report) => `${draw(mapTexts(report, visible)).join("\n\n")}\n`,
};

export default markdown;

function draw(report: Report): string[] {
  const next = nextCommand(report, uniqueHeads(report));
  const blind = unseen(report).map(
    ({ kind, what, why }) => `- **${kind}** ${markdownCode(what)}: ${markdownText(why)}`,
  );
  return [
    `# ${verdict(report)}`,
    [...overviewFacts(report), linesFact(report)].map((fact) => `- ${markdownText(fact)}`).join("\n"),
    ...select(report.findings).flatMap(({ finding, more, of }) => [
      ...drawFinding(finding, report),
      ...(more === 0
        ? []
        : [
            `And ${groupedNumber(more)} more of ${groupedNumber(of)} routes with the same story (\`--output json\` has all).`,
          ]),
    ]),
    ...(blind.length === 0 ? [] : ["## Not seen", blind.join("\n")]),
    ...(next === null
      ? []
      : ["To see every line of a request, keep the tables with `--db FILE`, then:", codeBlock([next])]),
  ];
}

/** The counts of findings by severity, or that there are none. */
function verdict(report: Report): string {
  const counts = (["critical", "warning", "info"] as const).flatMap((severity) => {
    const count = report.findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${groupedNumber(count)} ${severity}`];
  });
  return counts.length === 0 ? nothingFound(report) : `Findings: ${counts.join(", ")}`;
}

function drawFinding(finding: Finding, report: Report): string[] {
  const date = report.overview.from === null ? null : dateOf(report.overview.from);
  const effect = effectOf(finding, ", ");
  const facts = [
    ...(effect === null ? [] : [`- **effect** ${effect}`]),
    `- **seen** ${markdownText(seenOf(finding, null))} UTC`,
    ...(finding.why === null ? [] : [`- **why** ${markdownText(finding.why)}`]),
    `- **do** ${markdownText(finding.remedy)}`,
    `- **see** ${markdownCode(`retryscope detectors ${finding.detector}`)}`,
  ];
  return [
    `## ${finding.severity.toUpperCase()} ${markdownCode(finding.detector)} ${markdownCode(subjectOf(finding))}`,
    markdownText(`${finding.title}. ${finding.summary}`),
    facts.join("\n"),
    ...finding.examples.flatMap((trace) => drawExample(trace, date)),
  ];
}

function drawExample(trace: Trace, date: string | null): string[] {
  const id = trace.request_id === null ? "no request id" : markdownCode(trace.request_id);
  return [
    `${id}: ${markdownText(outcomeOf(trace))}; ${markdownText(placeOf(trace, date))}, ${markdownCode(`${trace.method} ${trace.path}`)}; ${markdownText(verdictOf(trace))}`,
    ...(trace.lanes.length === 0 ? [] : [codeBlock(drawLanes(trace, WIDTH, printInk))]),
  ];
}

/** Lines as a code block; none of them can end it, as none begins with a backtick. */
function codeBlock(lines: readonly string[]): string {
  return ["```text", ...lines, "```"].join("\n");
}
