import { isAtLeast, renderReport, type Report } from "../index.ts";
import type { DetectFlags, ReportFlags } from "./flags.ts";
import { canvasOf } from "./io.ts";
import type { Session } from "./session.ts";
import { writeOut } from "./write-out.ts";

/** Writes a report and says the exit code: 1 where a finding is at or above `--fail-on`. */
export async function showReport(report: Report, { output, failOn }: ReportFlags, { io, end }: Session): Promise<void> {
  await writeOut(io, [renderReport(report, output, canvasOf(io))]);
  end(failOn !== undefined && report.findings.some((finding) => isAtLeast(finding.severity, failOn)) ? 1 : 0);
}

/** What to look for, in the library's words. */
export function detectOptions({ detector, param, detectors }: DetectFlags): {
  readonly detectors?: readonly string[];
  readonly parameters?: readonly string[];
  readonly detectorsDir?: string;
} {
  return {
    ...(detector === undefined ? {} : { detectors: detector }),
    ...(param === undefined ? {} : { parameters: param }),
    ...(detectors === undefined ? {} : { detectorsDir: detectors }),
  };
}
