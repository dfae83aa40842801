import type { DetectFlags, LogFlags, MachineFlags } from "./flags.ts";

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

/** How logs are read, in the library's words. */
export function logOptions({ format, maxRejects }: LogFlags): LogFlags {
  return format === undefined ? { maxRejects } : { maxRejects, format };
}

/** What the machine gives, in the library's words. */
export function machineOptions({ memoryLimit, threads }: MachineFlags): MachineFlags {
  return { ...(memoryLimit === undefined ? {} : { memoryLimit }), ...(threads === undefined ? {} : { threads }) };
}
