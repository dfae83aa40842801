import type { Command } from "commander";
import { renderRows } from "../../index.ts";
import { examplesText } from "../examples.ts";
import { addRowOutputFlag } from "../flags.ts";
import { canvasOf } from "../io.ts";
import type { Session } from "../session.ts";
import { writeOut } from "../write-out.ts";

/** Adds `formats`: the log formats that are known. */
export function addFormats(program: Command, { io, library, end }: Session): void {
  const command = program
    .command("formats")
    .summary("list the log formats that are recognised")
    .description("Lists the access log formats that are recognised, for `--format`.");
  addRowOutputFlag(command).addHelpText(
    "before",
    examplesText([["retryscope formats", "which formats are recognised"]]),
  );
  command.action(async ({ output }: { readonly output: string }) => {
    const columns = output === "table" ? ["name", "about"] : ["name", "about", "source"];
    await writeOut(io, renderRows(columns, library.listFormats(), output, canvasOf(io)));
    end(0);
  });
}
