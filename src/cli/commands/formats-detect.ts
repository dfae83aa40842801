import type { Command } from "commander";
import { renderDetected } from "../../index.ts";
import { examplesText } from "../examples.ts";
import { addFormatFlags, addRowOutputFlag, type FormatFlags } from "../flags.ts";
import { inputsFrom, withStdin } from "../inputs.ts";
import { canvasOf } from "../io.ts";
import { formatOptions } from "../options.ts";
import type { Session } from "../session.ts";
import { writeOut } from "../write-out.ts";

type Flags = FormatFlags & { readonly output: string };

const examples = [
  ["retryscope formats detect gateway.log logs.tar.gz", "what each log is, and how sure that is"],
  ["kubectl logs deploy/accounts -c istio-proxy | retryscope formats detect", "from a pipe"],
  ["retryscope formats detect logs/ --format-from mesh.yaml", "whether the mesh's own formats fit"],
] as const;

/** Adds `formats detect`: logs in, what each of them is out. */
export function addFormatsDetect(formats: Command, { io, library, end }: Session): void {
  const command = formats
    .command("detect")
    .summary("say what logs are, from their beginnings")
    .description(
      "Says of each log what is around its lines, which formats they have and how sure that is. Only the first half megabyte is looked at.",
    )
    .argument("[logs...]", "files, folders or patterns; - is standard input");
  for (const add of [addRowOutputFlag, addFormatFlags]) add(command);
  command.addHelpText("before", examplesText(examples));
  command.action(async (logs: string[], flags: Flags) => {
    const inputs = inputsFrom(logs, io, "retryscope formats detect gateway.log");
    const sources = await withStdin(inputs, io, (stdin) =>
      library.detectFormats({ inputs, ...stdin, ...formatOptions(flags), signal: io.signal }),
    );
    await writeOut(io, renderDetected(sources, flags.output, canvasOf(io)));
    end(0);
  });
}
