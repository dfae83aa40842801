import type { Model } from "../catalog/catalog.ts";
import { correctClocks } from "./clocks.ts";
import type { Database } from "../store/database.ts";
import { idsOf } from "../store/ledger.ts";
import { derivedViews } from "../store/schema.ts";

/** The tables of the model that stay in the database, and the column that says which request a row is of. */
const kept: ReadonlyMap<string, string> = new Map([
  ["judged", "id"],
  ["parent", "id"],
  ["request_fact", "id"],
  ["send_fact", "request"],
]);

/**
 * Derives requests and sends from the lines that were ingested since the last time, and again for all requests whose
 * ids those lines share: a late line can change the verdict of a request that was judged before.
 *
 * Throws: STORE_FAILED.
 */
export async function correlate(database: Database, model: readonly Model[]): Promise<void> {
  const [state] = await database.query(
    `SELECT coalesce((SELECT max(source_id) FROM derived), 0) AS done, coalesce((SELECT max(source_id) FROM source), 0) AS last`,
  );
  const [done, last] = [Number(state?.["done"]), Number(state?.["last"])];
  if (done === last) return;
  await database.run("BEGIN");
  await database.run(scope(done));
  for (const { head, sql } of model) {
    await makeTable(database, head.id, sql, head.dialect === undefined, done === 0);
    if (head.id === "hop") await correctClocks(database);
  }
  await database.run(`INSERT INTO derived VALUES (${last})`);
  await database.run("COMMIT");
  for (const view of derivedViews) await database.run(view);
  for (const { head } of model) if (!kept.has(head.id)) await database.run(`DROP TABLE temp.${head.id}`);
}

/** The lines to derive from: all of them, or after a first time those of the ids that new lines have. */
function scope(done: number): string {
  if (done === 0) return "CREATE OR REPLACE TEMP VIEW scope_line AS SELECT * FROM line";
  const first = idsOf(done).to;
  return `CREATE OR REPLACE TEMP VIEW scope_line AS SELECT * FROM line
    WHERE line_id >= ${first} OR request_key(request_id) IN (SELECT request_key(request_id) FROM line WHERE line_id >= ${first})`;
}

async function makeTable(
  database: Database,
  id: string,
  sql: string,
  isPortable: boolean,
  isFirst: boolean,
): Promise<void> {
  const key = kept.get(id);
  const run = (statement: string): Promise<void> =>
    isPortable ? database.runPortable(statement) : database.run(statement);
  if (key === undefined) return run(`CREATE OR REPLACE TEMP TABLE ${id} AS ${sql}`);
  if (isFirst) return run(`CREATE TABLE ${id} AS ${sql}`);
  await database.run(`DELETE FROM main.${id} WHERE ${key} IN (SELECT line_id FROM hop)`);
  return run(`INSERT INTO main.${id} ${sql}`);
}
