import type { Command } from "commander";
import { renderRows, unknownName } from "../../index.ts";
import { examplesText } from "../examples.ts";
import { addOwnFormatFlags, addRowOutputFlag, type FormatFlags } from "../flags.ts";
import { canvasOf } from "../io.ts";
import { formatOptions } from "../options.ts";
import type { Session } from "../session.ts";
import { writeOut } from "../write-out.ts";
import { addFormatsDetect } from "./formats-detect.ts";
import { addFormatsExplain } from "./formats-explain.ts";

type Flags = FormatFlags & { readonly output: string };

const examples = [
  ["retryscope formats", "which formats are recognised"],
  ["retryscope formats detect logs/", "what each log is, and how sure that is"],
  ["retryscope formats explain '[2026-11-25T22:50:31.512Z] \"POST /accounts ...'", "what each field of a line says"],
  ["retryscope formats --format-from mesh.yaml", "the formats in the mesh's configuration too"],
] as const;

/** Adds `formats`: the log formats that are known, and below it what a log or a line is. */
export function addFormats(program: Command, session: Session): void {
  const { io, library, end } = session;
  const command = program
    .command("formats")
    .summary("list the log formats that are recognised; say what a log or a line is")
    .description("Lists the access log formats that are recognised, for `--format`.")
    // So that flags behind `detect` and `explain` are theirs.
    .enablePositionalOptions()
    .allowExcessArguments();
  addOwnFormatFlags(addRowOutputFlag(command)).addHelpText("before", examplesText(examples));
  command.action(async (flags: Flags) => {
    const [stranger] = command.args;
    const names = command.commands.map((each) => each.name());
    if (stranger !== undefined)
      throw unknownName("command of formats", stranger, names, `known are ${names.join(", ")}`);
    const columns = flags.output === "table" ? ["name", "about"] : ["name", "about", "source"];
    const formats = await library.listFormats(formatOptions(flags));
    await writeOut(io, renderRows(columns, formats, flags.output, canvasOf(io)));
    end(0);
  });
  addFormatsDetect(command, session);
  addFormatsExplain(command, session);
}
