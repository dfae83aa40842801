import type { DuckDBTableFunction as TableFunction } from "@duckdb/node-api";
import type { RowBatch } from "../rows/row-batch.ts";
import { DuckDBTableFunction } from "./duckdb.ts";
import { fillChunk, vectorTypes } from "./vectors.ts";

/** Where the table function gets its rows: the next batch, null for none yet, undefined for the end of all. */
export type NextBatch = () => RowBatch | null | undefined;

/**
 * A table function that gives batches as they come, as `batchColumns` and a column of the bytes that long texts point into,
 * which nobody may select. While there is no batch it gives one row whose `line_id` is null: to give no row would be the end.
 *
 * DuckDB calls it from several threads and waits for each answer; all of them come to the one thread of JavaScript.
 */
export function rowSource(name: string, threads: number, next: NextBatch): TableFunction {
  return DuckDBTableFunction.create({
    name,
    bindFunction: (bind) => {
      for (const [column, type] of vectorTypes) bind.addResultColumn(column, type);
    },
    initFunction: (init) => {
      init.setMaxThreads(threads);
    },
    mainFunction: (_info, { chunk }) => fillChunk(chunk, next()),
  });
}
