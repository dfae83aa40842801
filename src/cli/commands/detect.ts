import type { Command } from "commander";
import { examplesText } from "../examples.ts";
import {
  addDetectFlags,
  addMachineFlags,
  addReportFlags,
  type DetectFlags,
  type MachineFlags,
  type ReportFlags,
} from "../flags.ts";
import { detectOptions, formatOptions, machineOptions } from "../options.ts";
import type { Session } from "../session.ts";
import { showReport } from "../show-report.ts";

type Flags = DetectFlags & ReportFlags & MachineFlags & { readonly db: string; readonly config?: string };

const examples = [
  ["retryscope detect --db week.duckdb", "the report on all logs that were ingested"],
  ["retryscope detect --db week.duckdb --detector duplicated-posts", "one detector only"],
] as const;

/** Adds `detect`: a database in, report out. */
export function addDetect(program: Command, session: Session): void {
  const { io, library } = session;
  const command = program
    .command("detect")
    .summary("report on the logs in a database")
    .description(
      "Runs the detectors on the logs that `retryscope ingest` or `retryscope analyze --db` put into a database.",
    )
    .requiredOption("--db <file>", "the DuckDB file")
    .option("--config <file>", "take parameters of detectors from this file");
  for (const add of [addReportFlags, addDetectFlags, addMachineFlags]) add(command);
  command.addHelpText("before", examplesText(examples));
  command.action(async (flags: Flags) => {
    const report = await library.detect({
      db: flags.db,
      ...detectOptions(flags),
      ...formatOptions(flags),
      ...machineOptions(flags),
      signal: io.signal,
    });
    await showReport(report, flags, session);
  });
}
