import { CommanderError, type Command } from "commander";
import * as retryscope from "../index.ts";
import type { Io } from "./io.ts";
import { buildProgram } from "./program.ts";
import type { Library } from "./session.ts";
import { showError } from "./show-error.ts";

/** The exit code of a run that was asked to stop. */
const INTERRUPTED = 130;

/** Runs the command that the arguments name and gives its exit code. Never ends the process, never throws. */
export async function run(io: Io, library: Library = retryscope): Promise<number> {
  // A closed pipe also comes as an event, which would end the process; the write that met it tells us.
  for (const stream of [io.stdout, io.stderr]) stream.on("error", () => {});
  let exitCode = 0;
  const program = buildProgram({ io, library, end: (code) => (exitCode = code) });
  try {
    await program.parseAsync([...io.argv], { from: "user" });
    return io.signal.aborted ? INTERRUPTED : exitCode;
  } catch (error) {
    if (io.signal.aborted) {
      io.stderr.write("interrupted\n");
      return INTERRUPTED;
    }
    if (error instanceof CommanderError && isHelp(error)) return error.exitCode === 0 ? 0 : 2;
    const shown = showError(
      error instanceof CommanderError ? usageError(error, commandIn(program, io.argv)) : error,
      io.columns,
    );
    io.stderr.write(shown.text);
    return shown.exitCode;
  }
}

function isHelp({ code }: CommanderError): boolean {
  return code === "commander.help" || code === "commander.helpDisplayed" || code === "commander.version";
}

/** Commander's error as one of ours: its suggestion becomes the hint. */
function usageError(error: CommanderError, command: string): retryscope.UsageError {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const nearest = /\(Did you mean (.+)\?\)/.exec(rest.join(" "))?.[1];
  const help = `\`retryscope ${command}--help\` shows what there is`;
  return new retryscope.UsageError("USAGE_BAD_FLAG", first, {
    hint: nearest === undefined ? help : `the nearest is ${nearest}; ${help}`,
  });
}

/** The command that the arguments begin with, each of its words with a blank behind it; empty where they begin with none. */
function commandIn({ commands }: Command, [first, ...rest]: readonly string[]): string {
  const command = commands.find((each) => each.name() === first);
  return command === undefined ? "" : `${command.name()} ${commandIn(command, rest)}`;
}
