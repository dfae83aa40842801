import { choose } from "../core/choose.ts";
import type { FormatOptions } from "../options.ts";
import type { Format } from "../parse/format.ts";
import { formats as shelf } from "../parse/formats/index.ts";
import { readTextFile } from "./text-file.ts";

/** What the caller gave in options and files, ready to be used. */
export type Given = {
  /** The formats to try: the caller's own before the known ones, or the one that was named. */
  readonly formats: readonly Format[];
  /** Parameters of detectors, from the config file. */
  readonly parameters: readonly string[];
};

/** What the format of `formatString` is called. */
const FORMAT_STRING = "format-string";

/**
 * What the caller gave; each file is read once.
 *
 * Throws: USAGE_BAD_VALUE for a file or format that cannot be used, with the place; USAGE_UNKNOWN_NAME.
 */
export async function readGiven({ format, formatString, formatFrom, config }: FormatOptions): Promise<Given> {
  const given: Format[] = [];
  const parameters: string[] = [];
  const taken = (): string[] => [...shelf, ...given].map(({ name }) => name).concat(FORMAT_STRING);
  // YAML is loaded where a file is read, and only there.
  if (config !== undefined) {
    const { readConfig } = await import("./config-file.ts");
    const read = await readConfig(config, taken());
    given.push(...read.formats);
    parameters.push(...read.parameters);
  }
  if (formatFrom !== undefined) {
    const { formatsIn } = await import("../parse/formats-in-config.ts");
    given.push(...formatsIn(await readTextFile(formatFrom), formatFrom, taken()));
  }
  if (formatString !== undefined) {
    const { customFormat } = await import("../parse/custom-format.ts");
    given.push(customFormat(FORMAT_STRING, formatString));
  }
  const all = [...given, ...shelf];
  if (format === undefined) return { formats: all, parameters };
  return { formats: [choose(all, "format", format, "retryscope formats lists them")], parameters };
}
