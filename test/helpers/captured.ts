import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Logs } from "./in-memory.ts";

/** The lines of logs by the names of their files. */
export type Captured = Readonly<Record<string, readonly string[]>>;

/** The logs of a story of `sample-logs`, which a real Envoy wrote in a mesh of Istio's names and one address for each pod. */
export async function captured(story: string): Promise<Captured> {
  const folder = join(import.meta.dirname, "../../sample-logs", story);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".log"));
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, (await readFile(join(folder, name), "utf8")).trimEnd().split("\n")] as const),
    ),
  );
}

/** The same logs with each line changed, or left out where the change gives null. */
export function changed(logs: Captured, change: (line: string, file: string) => string | null): Captured {
  return Object.fromEntries(
    Object.entries(logs).map(([name, lines]) => [
      name,
      lines.map((line) => change(line, name)).filter((line) => line !== null),
    ]),
  );
}

/** All lines in one file, in the order of their texts, which begin with their times. */
export function inOneFile(logs: Captured): Logs {
  return { "all.log": Object.values(logs).flat().sort() };
}
