import { createRequire } from "node:module";

// Required, not imported: before Node imports a CommonJS package it looks through all of its files for names, which takes
// as long again as loading it (60 of 120 ms).
const duckdb: typeof import("@duckdb/node-api") = createRequire(import.meta.url)("@duckdb/node-api");

export const { DuckDBArrayValue, DuckDBInstance, DuckDBListValue, DuckDBMapValue, DuckDBStructValue, StatementType } =
  duckdb;
