import type { DuckDBConnection } from "@duckdb/node-api";
import { UsageError } from "../core/errors.ts";
import { StatementType } from "./duckdb.ts";

/** The table functions that tell of the database or make rows of nothing; any other may reach outside it. */
const tame = /^(?:duckdb_\w+|pragma_\w+|range|generate_series|unnest|repeat|repeat_row|summary|json_each|json_tree)$/i;
const explain = /^(?:\s|--[^\n]*\n)*explain\s+(?:analyze\s)?/i;
const hint = "a query is one SELECT, FROM, DESCRIBE, SHOW TABLES or SUMMARIZE; only ingest changes a database";

/** A step of a plan as DuckDB's EXPLAIN tells it. */
type Step = { readonly children: readonly Step[]; readonly extra_info: { readonly Function?: string } };

/**
 * Fails for what is no query: more than one statement, one of another kind, or one that calls a function which does
 * something. To open a file read-only is not enough: DuckDB's log and profile go into files even then.
 *
 * Throws: USAGE_BAD_SQL; DuckDB's own errors.
 * Source: tried on DuckDB 1.5.6, `duckdb_functions()` one by one; a plan names every table function, also behind `query()`.
 */
export async function mustOnlyRead(connection: DuckDBConnection, sql: string): Promise<void> {
  const query = sql.replace(explain, "");
  const statements = await connection.extractStatements(query).catch(plainError);
  if (statements.count !== 1)
    throw new UsageError("USAGE_BAD_SQL", `a query is one statement, and these are ${statements.count}`, { hint });
  const { statementType } = await statements.prepare(0);
  if (statementType !== StatementType.SELECT)
    throw new UsageError("USAGE_BAD_SQL", `a statement of the kind ${StatementType[statementType]} is no query`, {
      hint,
    });
  const plan = await connection.runAndReadAll(`EXPLAIN (FORMAT json) ${query}`);
  const steps: readonly Step[] = JSON.parse(String(plan.getRows()[0]?.[1]));
  const wild = functionsIn(steps).find((name) => !tame.test(name));
  if (wild !== undefined)
    throw new UsageError("USAGE_BAD_SQL", `the function "${wild.toLowerCase()}" may do more than read the database`, {
      hint,
    });
}

function functionsIn(steps: readonly Step[]): string[] {
  return steps.flatMap(({ children, extra_info: { Function: name } }) => [
    ...(name === undefined ? [] : [name]),
    ...functionsIn(children),
  ]);
}

/** What DuckDB says of a text that it cannot take apart: in words of its own for one that holds no statement. */
function plainError(error: unknown): never {
  const text = error instanceof Error ? error.message.replace(/^Failed to extract statements: /, "") : String(error);
  if (!/error in native callback/i.test(text)) throw new Error(text, { cause: error });
  throw new UsageError("USAGE_BAD_SQL", "there is no statement in the query", { hint });
}
