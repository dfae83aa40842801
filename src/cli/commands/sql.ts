import { addAbortSignal } from "node:stream";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { renderRows } from "../../index.ts";
import { examplesText } from "../examples.ts";
import { addMachineFlags, addRowOutputFlag, type MachineFlags } from "../flags.ts";
import { canvasOf } from "../io.ts";
import { machineOptions } from "../options.ts";
import type { Session } from "../session.ts";
import { writeOut } from "../write-out.ts";

type Flags = MachineFlags & { readonly db: string; readonly output: string };

const examples = [
  [`retryscope sql --db week.duckdb "from request where sends > 1 limit 20"`, "requests that were sent again"],
  [`retryscope sql --db week.duckdb "describe access_log"`, "which columns there are"],
  [
    "retryscope sql --db week.duckdb --output csv - < query.sql > rows.csv",
    "a query from a file, rows to a spreadsheet",
  ],
] as const;

/** Adds `sql`: a query in, rows out. */
export function addSql(program: Command, { io, library, end }: Session): void {
  const command = program
    .command("sql")
    .summary("ask a database in SQL")
    .description(
      "Runs one SQL query on a database and writes its rows. It can change nothing. Unlike in reports, nothing is masked.",
    )
    .argument("<query>", "the query, in DuckDB's SQL; - reads it from standard input")
    .requiredOption("--db <file>", "the DuckDB file");
  addMachineFlags(addRowOutputFlag(command)).addHelpText("before", examplesText(examples));
  command.action(async (query: string, flags: Flags) => {
    const sql = query === "-" ? await text(addAbortSignal(io.signal, io.stdin)) : query;
    const { columns, rows } = await library.querySql({
      db: flags.db,
      sql,
      ...machineOptions(flags),
      signal: io.signal,
    });
    await writeOut(io, renderRows(columns, rows, flags.output, canvasOf(io)));
    end(0);
  });
}
