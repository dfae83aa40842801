import { Option, type Command } from "commander";
import { explanationOutputs, renderExplanation } from "../../index.ts";
import { examplesText } from "../examples.ts";
import { oneOf } from "../flag-values.ts";
import { addFormatFlags, type FormatFlags } from "../flags.ts";
import { lineFrom, withStdin } from "../inputs.ts";
import { canvasOf } from "../io.ts";
import { formatOptions } from "../options.ts";
import type { Session } from "../session.ts";
import { writeOut } from "../write-out.ts";

type Flags = FormatFlags & { readonly output: string };

const examples = [
  ["retryscope formats explain '[2026-11-25T22:50:31.512Z] \"POST /accounts ...'", "what each field of a line says"],
  ["sed -n 12p gateway.log | retryscope formats explain", "why line 12 is rejected"],
  ["retryscope formats explain --format istio-text < line.log", "why a line does not fit one format"],
] as const;

/** Adds `formats explain`: a line in, what it says out. */
export function addFormatsExplain(formats: Command, { io, library, end }: Session): void {
  const names = explanationOutputs.map(({ name }) => name);
  const command = formats
    .command("explain")
    .summary("say what each field of a line means, or where the line stops fitting")
    .description(
      "Takes off what a collector put around a line and says of each field what it means, of flags and details what they tell of retries; or where the line stops fitting, and what was expected there.",
    )
    .argument("[line]", "the line, in quotes; - is the first line of standard input")
    .addOption(
      new Option("-o, --output <name>", `how to write it: ${names.join(", ")}`)
        .default("table")
        .argParser(oneOf("output", names)),
    );
  addFormatFlags(command).addHelpText("before", examplesText(examples));
  command.action(async (given: string | undefined, flags: Flags) => {
    const line = lineFrom(given, io);
    const explained = await withStdin([line], io, (stdin) =>
      library.explainLine({ line, ...stdin, ...formatOptions(flags), signal: io.signal }),
    );
    await writeOut(io, [renderExplanation(explained, flags.output, canvasOf(io))]);
    end(0);
  });
}
