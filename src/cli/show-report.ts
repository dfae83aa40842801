import { isAtLeast, renderReport, type Report } from "../index.ts";
import type { ReportFlags } from "./flags.ts";
import { canvasOf } from "./io.ts";
import type { Session } from "./session.ts";
import { writeOut } from "./write-out.ts";

/** Writes a report and says the exit code: 1 where a finding is at or above `--fail-on`. */
export async function showReport(report: Report, { output, failOn }: ReportFlags, { io, end }: Session): Promise<void> {
  await writeOut(io, [renderReport(report, output, canvasOf(io))]);
  end(failOn !== undefined && report.findings.some((finding) => isAtLeast(finding.severity, failOn)) ? 1 : 0);
}
