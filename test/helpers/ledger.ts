import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ingest, querySql, type Row, type SourceTally } from "../../src/index.ts";
import { tarOf, zipOf } from "./archives.ts";
import { small } from "./in-memory.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A folder with a database in it, and what can be done with both. */
export async function aLedger() {
  const folder = await temporaryFolder();
  const db = join(folder, "logs.duckdb");
  return {
    folder,
    path: (name: string): string => join(folder, name),
    take: async (...names: readonly string[]): Promise<readonly SourceTally[]> =>
      (await ingest({ inputs: names.map((name) => join(folder, name)), db, ...small })).sources,
    query: async (sql: string): Promise<readonly Row[]> => (await querySql({ db, sql, ...small })).rows,
  };
}

/** How archives are named and made. */
export const archives: readonly (readonly [string, (files: Readonly<Record<string, string>>) => Promise<Buffer>])[] = [
  ["logs.tar.gz", async (files) => gzipSync(await tarOf(files))],
  ["logs.zip", async (files) => zipOf(files)],
];
