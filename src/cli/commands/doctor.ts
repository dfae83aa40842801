import { Option, type Command } from "commander";
import { checkupOutputs, renderCheckup, UsageError, type Checkup } from "../../index.ts";
import { examplesText } from "../examples.ts";
import { oneOf } from "../flag-values.ts";
import { addLogFlags, addMachineFlags, type LogFlags, type MachineFlags } from "../flags.ts";
import { inputsFrom, withStdin } from "../inputs.ts";
import { canvasOf } from "../io.ts";
import { logOptions, machineOptions } from "../options.ts";
import { progressLine } from "../progress.ts";
import type { Session } from "../session.ts";
import { writeOut } from "../write-out.ts";

type Flags = LogFlags & MachineFlags & { readonly db?: string; readonly output: string };

const examples = [
  ["retryscope doctor gateway.log accounts-*.log", "what these logs lack, and the configuration that adds it"],
  ["retryscope doctor --db week.duckdb", "the same for logs that were ingested"],
] as const;

/** Adds `doctor`: logs or a database in, what they lack out. */
export function addDoctor(program: Command, session: Session): void {
  const { io, library, end } = session;
  const names = checkupOutputs.map(({ name }) => name);
  const command = program
    .command("doctor")
    .summary("say what logs lack, what that hides, and the configuration that adds it")
    .description(
      "Says which proxies log and on which side, which fields are missing, what makes numbers wrong (filters, sampling, gaps, clocks), which detectors can run, and prints the configuration that adds what is missing.",
    )
    .argument("[logs...]", "files, folders or patterns; - is standard input")
    .option("--db <file>", "look at the logs in this DuckDB file")
    .addOption(
      new Option("-o, --output <name>", `how to write the checkup: ${names.join(", ")}`)
        .default("table")
        .argParser(oneOf("output", names)),
    );
  for (const add of [addLogFlags, addMachineFlags]) add(command);
  command.addHelpText("before", examplesText(examples));
  command.action(async (logs: string[], flags: Flags) => {
    const machine = { ...machineOptions(flags), signal: io.signal };
    const progress = progressLine(io);
    const ofLogs = (inputs: readonly string[]): Promise<Checkup> =>
      withStdin(inputs, io, (stdin) =>
        library.doctor({ inputs, ...stdin, ...logOptions(flags), ...machine, onProgress: progress.update }),
      );
    try {
      const checkup = await (flags.db === undefined
        ? ofLogs(inputsFrom(logs, io, "retryscope doctor gateway.log"))
        : library.doctor({ db: databaseAlone(flags.db, logs), ...machine }));
      progress.clear();
      await writeOut(io, [renderCheckup(checkup, flags.output, canvasOf(io))]);
      end(0);
    } finally {
      progress.clear();
    }
  });
}

/** The database, where no logs are named beside it: it is not added to here. */
function databaseAlone(db: string, logs: readonly string[]): string {
  if (logs.length === 0) return db;
  throw new UsageError("USAGE_BAD_FLAG", `logs and a database are given: "${logs[0] ?? ""}" and "${db}"`, {
    hint: "name one of them; retryscope ingest adds logs to a database",
  });
}
