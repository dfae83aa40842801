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
