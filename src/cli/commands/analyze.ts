import type { Command } from "commander";
import { examplesText } from "../examples.ts";
import {
  addDetectFlags,
  addLogFlags,
  addMachineFlags,
  addReportFlags,
  type DetectFlags,
  type LogFlags,
  type MachineFlags,
  type ReportFlags,
} from "../flags.ts";
import { inputsFrom, withStdin } from "../inputs.ts";
import { detectOptions, logOptions, machineOptions } from "../options.ts";
import { progressLine } from "../progress.ts";
import type { Session } from "../session.ts";
import { showReport } from "../show-report.ts";

type Flags = LogFlags & DetectFlags & ReportFlags & MachineFlags & { readonly db?: string };

const examples = [
  [
    "retryscope analyze gateway.log accounts-*.log",
    "which POSTs ran twice, from the logs of a gateway and the pods behind it",
  ],
  ["kubectl logs -l app=accounts -c istio-proxy --prefix | retryscope analyze -", "from a pipe"],
  [
    "retryscope analyze logs/ --fail-on critical --output markdown > report.md",
    "in a pipeline: exit with 1 on a critical finding",
  ],
  ["retryscope analyze logs/ --db incident.duckdb", "keep the tables for `retryscope sql`"],
] as const;

/** Adds `analyze`: logs in, report out. */
export function addAnalyze(program: Command, session: Session): void {
  const { io, library } = session;
  const command = program
    .command("analyze")
    .summary("read logs and say which requests ran more than once, why, and what to change")
    .description(
      "Reads access logs and reports which requests the application ran more than once, why, and what to change.",
    )
    .argument("[logs...]", "files, folders or patterns; - is standard input")
    .option("--db <file>", "keep the tables in this DuckDB file");
  for (const add of [addReportFlags, addLogFlags, addDetectFlags, addMachineFlags]) add(command);
  command.addHelpText("before", examplesText(examples));
  command.action(async (logs: string[], flags: Flags) => {
    const kept = flags.db === undefined ? {} : { db: flags.db };
    const options = { ...kept, ...logOptions(flags), ...detectOptions(flags), ...machineOptions(flags) };
    const inputs = inputsFrom(logs, io, "retryscope analyze gateway.log");
    const progress = progressLine(io);
    try {
      const report = await withStdin(inputs, io, (stdin) =>
        library.analyze({ inputs, ...stdin, ...options, onProgress: progress.update, signal: io.signal }),
      );
      progress.clear();
      await showReport(report, flags, session);
    } finally {
      progress.clear();
    }
  });
}
