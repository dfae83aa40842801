import type { Model } from "../catalog/catalog.ts";
import { correctClocks } from "./clocks.ts";
import type { Database } from "../store/database.ts";
import { idsOf } from "../store/ledger.ts";
import { literal } from "../store/literal.ts";
import { derivedRelations } from "../store/schema.ts";

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
  const { done, last, isOfOtherModel } = await howFar(database, model);
  if (done === last) return;
  // What is derived counts once the ledger says so; until then an interruption leaves what is made anew the next time.
  if (isOfOtherModel) await database.run("DELETE FROM derived");
  await database.run(
    `CREATE OR REPLACE TEMP VIEW scope_line AS ${done === 0 ? "SELECT * FROM line" : linesNear(done, CONTEXT_SECONDS)}`,
  );
  // Not in a transaction: DuckDB reads a table that its own transaction made with one thread, which takes a fifth longer over all.
  for (const step of model) {
    await makeTable(database, step, done === 0);
    if (step.head.id === "hop") await correctClocks(database);
  }
  await database.run("BEGIN");
  if (done > 0) await mergeAll(database, done);
  for (const statement of derivedRelations) await database.run(statement);
  await database.run(`INSERT INTO derived VALUES (${last}, ${nameOf(model)})`);
  await database.run("COMMIT");
  for (const { head } of model) await database.run(`DROP TABLE IF EXISTS temp.${head.id}`);
}

/** Whether all lines are derived from, by this model. Throws: STORE_FAILED. */
export async function isDerived(database: Database, model: readonly Model[]): Promise<boolean> {
  const { done, last } = await howFar(database, model);
  return done === last;
}

/** The last source that was derived from, and the last that there is. What another version derived counts for nothing. */
async function howFar(database: Database, model: readonly Model[]) {
  const [state] = await database.query(
    `SELECT coalesce(max(source_id), 0) AS done, coalesce((SELECT max(source_id) FROM source), 0) AS last,
            coalesce(bool_or(model <> ${nameOf(model)}), false) AS other FROM derived`,
  );
  const isOfOtherModel = state?.["other"] === true;
  return { done: isOfOtherModel ? 0 : Number(state?.["done"]), last: Number(state?.["last"]), isOfOtherModel };
}

/** An SQL expression for a hash of all that derives. */
function nameOf(model: readonly Model[]): string {
  return `md5(${literal([...model.map(({ sql }) => sql), ...derivedRelations].join("\n"))})`;
}

/** A caller comes back within five seconds (queries/model/resend.sql): so far around new lines, older verdicts can change. */
const CHANGED_SECONDS = 10;
/** And so far around those, lines are read again to judge them by. */
const CONTEXT_SECONDS = 20;

/** The lines of all ids that new lines, or lines at most so many seconds away from them, have. */
function linesNear(done: number, seconds: number): string {
  const first = idsOf(done).to;
  return `WITH fresh AS (
      SELECT min(start_time) - INTERVAL ${seconds} SECOND AS first, max(start_time) + INTERVAL ${seconds} SECOND AS last
      FROM line WHERE line_id >= ${first}
    ),
    touched AS (
      SELECT DISTINCT request_key(request_id) AS key FROM line, fresh
      WHERE line_id >= ${first} OR start_time BETWEEN fresh.first AND fresh.last
    )
    SELECT line.* FROM line, fresh
    WHERE line_id >= ${first} OR start_time BETWEEN fresh.first AND fresh.last
       OR request_key(request_id) IN (SELECT key FROM touched WHERE key IS NOT NULL)`;
}

/** Makes the table of one step: what stays in the database at once the first time, else beside it, to be merged at the end. */
async function makeTable(database: Database, { head, sql }: Model, isFirst: boolean): Promise<void> {
  const place = isFirst && kept.has(head.id) ? "" : "TEMP ";
  const statement = `CREATE OR REPLACE ${place}TABLE ${head.id} AS ${sql}`;
  await (head.dialect === undefined ? database.runPortable(statement) : database.run(statement));
}

/** Puts what was derived anew in the place of what was derived before. */
async function mergeAll(database: Database, done: number): Promise<void> {
  // A temporary table hides a stored one of its name, and "main" is a schema of both: only the database's name tells them apart.
  const [file] = await database.query("SELECT current_database() AS name");
  const stored = `"${String(file?.["name"]).replaceAll('"', '""')}".main`;
  await database.run(
    `CREATE OR REPLACE TEMP TABLE replaced AS SELECT line_id FROM (${linesNear(done, CHANGED_SECONDS)})`,
  );
  for (const [id, key] of kept) await merge(database, stored, id, key);
  await database.run("DROP TABLE temp.replaced");
  // What follows reads the stored ones.
  for (const id of kept.keys()) await database.run(`DROP TABLE temp.${id}`);
}

/** Puts freshly derived rows in the place of those of the same requests. */
async function merge(database: Database, stored: string, id: string, key: string): Promise<void> {
  await database.run(`DELETE FROM ${stored}.${id} WHERE ${key} IN (SELECT line_id FROM replaced)`);
  await database.run(
    `INSERT INTO ${stored}.${id} SELECT * FROM temp.${id} WHERE ${key} IN (SELECT line_id FROM replaced)`,
  );
}
