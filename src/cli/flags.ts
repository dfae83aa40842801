import { Option, type Command } from "commander";
import { reportOutputs, rowOutputs, type Severity } from "../index.ts";
import { memory, oneOf, parameter, percent, repeated, severity, threads } from "./flag-values.ts";

/** The values of the flags that give formats. */
export type FormatFlags = {
  readonly format?: string;
  readonly formatString?: string;
  readonly formatFrom?: string;
  readonly config?: string;
};

/** The values of the flags that say how logs are read. */
export type LogFlags = FormatFlags & { readonly maxRejects: number };

/** The values of the flags that say what to look for. */
export type DetectFlags = {
  readonly detector?: readonly string[];
  readonly param?: readonly string[];
  readonly detectors?: string;
};

/** The values of the flags that say how a report is written and judged. */
export type ReportFlags = { readonly output: string; readonly failOn?: Severity };

/** The values of the flags that bound what the machine gives. */
export type MachineFlags = { readonly memoryLimit?: string; readonly threads?: number };

/** Adds the flags that give formats of one's own. */
export function addOwnFormatFlags(command: Command): Command {
  return command
    .option(
      "--format-string <text>",
      "try this format before the known ones: Envoy's format string, or its json_format as JSON",
    )
    .option(
      "--format-from <file>",
      "try the formats in this file before the known ones: MeshConfig, EnvoyFilter, Envoy's bootstrap or config_dump, and the like",
    )
    .option("--config <file>", "take formats and parameters of detectors from this file");
}

/** Adds the flags that say which formats are tried. */
export function addFormatFlags(command: Command): Command {
  command.addOption(
    new Option(
      "--format <name>",
      "read the logs in this format instead of recognising it; `retryscope formats` lists them",
    ).conflicts("formatString"),
  );
  return addOwnFormatFlags(command);
}

/** Adds the flags that say how logs are read. */
export function addLogFlags(command: Command): Command {
  return addFormatFlags(command).addOption(
    new Option("--max-rejects <percent>", "stop when more of the access log lines than this are broken")
      .default(0.5, "50")
      .argParser(percent),
  );
}

/** Adds the flags that say what to look for. */
export function addDetectFlags(command: Command): Command {
  return command
    .addOption(new Option("--detector <id>", "run only this detector; may be repeated").argParser(repeated((id) => id)))
    .addOption(
      new Option("--param <detector.name=value>", "set a parameter of a detector; may be repeated").argParser(
        repeated(parameter),
      ),
    )
    .option("--detectors <dir>", "run the detectors in this folder too");
}

/** Adds the flags that say how a report is written and judged. */
export function addReportFlags(command: Command): Command {
  const names = reportOutputs.map(({ name }) => name);
  return command
    .addOption(
      new Option("-o, --output <name>", `how to write the report: ${names.join(", ")}`)
        .default("table")
        .argParser(oneOf("output", names)),
    )
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 on a finding this severe: info, warning, critical").argParser(
        severity,
      ),
    );
}

/** Adds the flag that says how rows are written. */
export function addRowOutputFlag(command: Command): Command {
  const names = rowOutputs.map(({ name }) => name);
  return command.addOption(
    new Option("-o, --output <name>", `how to write the rows: ${names.join(", ")}`)
      .default("table")
      .argParser(oneOf("output", names)),
  );
}

/** Adds the flags that bound what the machine gives. */
export function addMachineFlags(command: Command): Command {
  return command
    .addOption(new Option("--memory-limit <size>", "the most memory that DuckDB takes, such as 4GB").argParser(memory))
    .addOption(new Option("--threads <n>", "the most threads that DuckDB takes").argParser(threads));
}
