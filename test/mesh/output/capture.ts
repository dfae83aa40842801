import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logFolders } from '../envoy/access-logs.ts';
import type { RequestRow } from './requests.ts';

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
  await writeFile(join(dir, 'requests.ndjson'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** A table of the scenarios: how many requests, executions and commits each made. */
export function summaryTable(rows: readonly RequestRow[]): string {
  const lines = [['scenario', 'requests', 'issues', 'arrivals', 'executions', 'commits', 'ran twice', 'committed twice']];
  for (const scenario of [...new Set(rows.map((row) => row.scenario))].sort()) {
    const own = rows.filter((row) => row.scenario === scenario);
    const sum = (of: (row: RequestRow) => number): string => String(own.reduce((total, row) => total + of(row), 0));
    lines.push([
      scenario,
      String(own.length),
      sum((row) => row.issues.length),
      sum((row) => row.arrivals),
      sum((row) => row.executions),
      sum((row) => row.commits),
      sum((row) => (row.executions > 1 ? 1 : 0)),
      sum((row) => (row.commits > 1 ? 1 : 0)),
    ]);
  }
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')).join('\n');
}
