import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { logFolders } from "../envoy/access-logs.ts";
import type { Scenario } from "../drive/scenario.ts";
import type { RequestRow } from "./requests.ts";

/** Makes the folders of a capture; logs of an earlier run in them are removed. */
export async function prepareCapture(dir: string): Promise<void> {
  for (const folder of logFolders) {
    await rm(join(dir, folder), { recursive: true, force: true });
    await mkdir(join(dir, folder), { recursive: true });
  }
}

/** Removes the log files that no line was written to, as a pod without traffic leaves none. */
export async function dropEmptyLogs(dir: string, sizeOf: (path: string) => Promise<number>): Promise<void> {
  for (const folder of logFolders) {
    for (const file of await readdir(join(dir, folder))) {
      const path = join(dir, folder, file);
      if ((await sizeOf(path)) === 0) await rm(path);
    }
  }
}

/** Writes requests.ndjson. */
export async function writeRequests(dir: string, rows: readonly RequestRow[]): Promise<void> {
  await writeFile(join(dir, "requests.ndjson"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

/** A Markdown table of the scenarios: what happens in each, and how many requests, executions and commits that made. */
export function summaryTable(rows: readonly RequestRow[], scenarios: readonly Scenario[]): string {
  const head = [
    "scenario",
    "requests",
    "issues",
    "arrivals",
    "executions",
    "commits",
    "ran twice",
    "took effect twice",
    "what happens",
  ];
  const body = scenarios.map(({ id, about }) => {
    const own = rows.filter((row) => row.scenario === id);
    const sum = (of: (row: RequestRow) => number): string => String(own.reduce((total, row) => total + of(row), 0));
    return [
      id,
      String(own.length),
      sum((row) => row.issues.length),
      sum((row) => row.arrivals),
      sum((row) => row.executions),
      sum((row) => row.commits),
      sum((row) => (row.executions > 1 ? 1 : 0)),
      sum((row) => (row.commits > 1 ? 1 : 0)),
      about,
    ];
  });
  return [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}
