import type { DetectFlags, FormatFlags, LogFlags, MachineFlags } from "./flags.ts";

/** What to look for, in the library's words. */
export function detectOptions({ detector, param, detectors }: DetectFlags): {
  readonly detectors?: readonly string[];
  readonly parameters?: readonly string[];
  readonly detectorsDir?: string;
} {
  return {
    ...(detector === undefined ? {} : { detectors: detector }),
    ...(param === undefined ? {} : { parameters: param }),
    ...(detectors === undefined ? {} : { detectorsDir: detectors }),
  };
}

/** Which formats are tried, in the library's words. */
export function formatOptions({ format, formatString, formatFrom, config }: FormatFlags): FormatFlags {
  return {
    ...(format === undefined ? {} : { format }),
    ...(formatString === undefined ? {} : { formatString }),
    ...(formatFrom === undefined ? {} : { formatFrom }),
    ...(config === undefined ? {} : { config }),
  };
}

/** How logs are read, in the library's words. */
export function logOptions(flags: LogFlags): LogFlags {
  return { maxRejects: flags.maxRejects, ...formatOptions(flags) };
}

/** What the machine gives, in the library's words. */
export function machineOptions({ memoryLimit, threads }: MachineFlags): MachineFlags {
  return { ...(memoryLimit === undefined ? {} : { memoryLimit }), ...(threads === undefined ? {} : { threads }) };
}
