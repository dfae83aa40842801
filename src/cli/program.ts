import { Command } from "commander";
import { addAnalyze } from "./commands/analyze.ts";
import { addDetect } from "./commands/detect.ts";
import { addDetectors } from "./commands/detectors.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addFormats } from "./commands/formats.ts";
import { addIngest } from "./commands/ingest.ts";
import { addSql } from "./commands/sql.ts";
import { examplesText } from "./examples.ts";
import { canvasOf } from "./io.ts";
import type { Session } from "./session.ts";
import { version } from "./version.ts";

const examples = [
  ["retryscope analyze gateway.log accounts-*.log", "which POSTs ran twice, why, and what to change"],
  ["retryscope ingest logs/ --db week.duckdb && retryscope detect --db week.duckdb", "keep the logs in a database"],
] as const;

const exitCodes = `
Exit codes:
  0    ran; no finding at or above --fail-on
  1    ran; a finding at or above --fail-on
  2    asked wrongly: a flag, name or value
  3    the logs could not be read or understood
  4    the database or the output failed
  70   a fault of retryscope
  130  interrupted`;

/** The tree of commands, new for each call, as commander keeps the values of one run in it. */
export function buildProgram(session: Session): Command {
  const { io } = session;
  const program = new Command("retryscope")
    .description(
      "Finds requests that Envoy or Istio sent more than once, and says which of them the application ran twice, why, and what to change.",
    )
    // So that flags behind a command are the command's.
    .enablePositionalOptions()
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      // Errors are shown in one shape for all, by run.
      outputError: () => {},
      getOutHelpWidth: () => Math.min(canvasOf(io).width, 120),
      getErrHelpWidth: () => Math.min(io.columns, 120),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText("before", examplesText(examples))
    .addHelpText("after", exitCodes);
  for (const add of [addAnalyze, addIngest, addDetect, addDoctor, addDetectors, addFormats, addSql])
    add(program, session);
  return program;
}
