import { withDatabase } from "../../src/session.ts";

/**
 * Makes one table out of a log by one statement, in a new database file that is closed, and so written, at the end. The
 * settings are those of the tool, so that only the way of reading differs.
 */
export async function runInDatabase(statementFor: (log: string) => string): Promise<void> {
  const [log = "", path] = process.argv.slice(2);
  await withDatabase(path, {}, ({ database }) => database.run(statementFor(log.replaceAll("'", "''"))));
}
