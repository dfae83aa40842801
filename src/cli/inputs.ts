import { UsageError } from "../index.ts";
import type { Io } from "./io.ts";

/** The logs to read: those named, else standard input where something is piped into it. */
export function inputsFrom(logs: readonly string[], io: Io, example: string): readonly string[] {
  if (logs.length > 0) return logs;
  if (!io.isTerminal.stdin) return ["-"];
  throw new UsageError("USAGE_BAD_FLAG", "no logs are given", {
    hint: `name files or folders, or pipe a log in: ${example}`,
  });
}

/** The line to explain: the one given, else the first of standard input where something is piped into it. */
export function lineFrom(line: string | undefined, io: Io): string {
  if (line !== undefined) return line;
  if (!io.isTerminal.stdin) return "-";
  throw new UsageError("USAGE_BAD_FLAG", "no line is given", {
    hint: "put it in single quotes, or pipe it in: head -n 1 gateway.log | retryscope formats explain",
  });
}

/** Does the work with standard input where the logs name it, and closes it after: an open one would keep the process alive. */
export async function withStdin<T>(
  inputs: readonly string[],
  io: Io,
  work: (stdin: { readonly stdin?: Io["stdin"] }) => Promise<T>,
): Promise<T> {
  if (!inputs.includes("-")) return work({});
  const { stdin } = io;
  try {
    return await work({ stdin });
  } finally {
    stdin.destroy();
  }
}
