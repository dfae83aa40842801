import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { analyze, querySql, type DetectOptions, type IngestOptions, type Report, type Row } from "../../src/index.ts";
import { textOf, type Line } from "./lines.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Logs by the name of their file: lines as data, or as they are. */
export type Logs = Readonly<Record<string, readonly (Line | string)[]>>;

/** What the library makes of logs. */
export type Analysed = {
  readonly report: Report;
  /** The rows of a query over the tables. */
  readonly query: (sql: string) => Promise<readonly Row[]>;
  /** The database file, for calls of one's own. */
  readonly db: string;
  readonly folder: string;
};

/** Small enough that test files can run side by side. */
export const small = { threads: 1, memoryLimit: "400MB" } as const;

type Options = Partial<IngestOptions & DetectOptions> & { readonly write?: (line: Line) => string };

/**
 * Runs the real library over these logs, written into a folder that is gone when the test has ended. Lines that are data
 * become Istio text unless `write` says otherwise.
 */
export async function inMemory(logs: Logs, { write, ...options }: Options = {}): Promise<Analysed> {
  const folder = await temporaryFolder();
  const inputs = await writeLogs(folder, logs, write);
  const db = join(folder, "logs.duckdb");
  const report = await analyze({ inputs, db, ...small, ...options });
  return { report, db, folder, query: async (sql) => (await querySql({ db, sql, ...small })).rows };
}

/** Writes logs into a folder and gives their paths. */
export async function writeLogs(folder: string, logs: Logs, write: (line: Line) => string = textOf): Promise<string[]> {
  const files = Object.entries(logs).map(([name, lines]) => ({
    path: join(folder, name),
    text: lines.map((line) => `${typeof line === "string" ? line : write(line)}\n`).join(""),
  }));
  await Promise.all(files.map(({ path, text }) => writeFile(path, text)));
  return files.map(({ path }) => path);
}
