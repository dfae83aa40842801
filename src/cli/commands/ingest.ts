import type { Command } from "commander";
import { renderSources } from "../../index.ts";
import { examplesText } from "../examples.ts";
import { addLogFlags, addMachineFlags, addRowOutputFlag, type LogFlags, type MachineFlags } from "../flags.ts";
import { inputsFrom, withStdin } from "../inputs.ts";
import { canvasOf } from "../io.ts";
import { logOptions, machineOptions } from "../options.ts";
import { progressLine } from "../progress.ts";
import type { Session } from "../session.ts";
import { writeOut } from "../write-out.ts";

type Flags = LogFlags & MachineFlags & { readonly db: string; readonly output: string };

const examples = [
  ["retryscope ingest logs/ --db week.duckdb", "add logs to a database; what it has already is skipped"],
  ["retryscope detect --db week.duckdb", "then look for findings in all of it"],
] as const;

/** Adds `ingest`: logs into a database, a line per source out. */
export function addIngest(program: Command, session: Session): void {
  const { io, library, end } = session;
  const command = program
    .command("ingest")
    .summary("read logs into a database, for `detect` and `sql`")
    .description(
      "Reads access logs into a DuckDB file and says what was in each of them. A log that is in it already is skipped.",
    )
    .argument("[logs...]", "files, folders or patterns; - is standard input")
    .requiredOption("--db <file>", "the DuckDB file, made if it is not there");
  for (const add of [addRowOutputFlag, addLogFlags, addMachineFlags]) add(command);
  command.addHelpText("before", examplesText(examples));
  command.action(async (logs: string[], flags: Flags) => {
    const inputs = inputsFrom(logs, io, "retryscope ingest gateway.log --db logs.duckdb");
    const options = { db: flags.db, ...logOptions(flags), ...machineOptions(flags) };
    const progress = progressLine(io);
    try {
      const { sources } = await withStdin(inputs, io, (stdin) =>
        library.ingest({ inputs, ...stdin, ...options, onProgress: progress.update, signal: io.signal }),
      );
      progress.clear();
      await writeOut(io, renderSources(sources, flags.output, canvasOf(io)));
      end(0);
    } finally {
      progress.clear();
    }
  });
}
