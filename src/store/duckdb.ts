import { createRequire } from "node:module";

// Required, not imported: before Node imports a CommonJS package it looks through all of its files for names, which takes
// as long again as loading it (60 of 120 ms).
const require = createRequire(import.meta.url);
const duckdb: typeof import("@duckdb/node-api") = require("@duckdb/node-api");
/** Those that the package above was built on: of another copy, chunks would be strange to it. */
const requireItsOwn = createRequire(require.resolve("@duckdb/node-api"));

export const {
  BIGINT,
  BLOB,
  DuckDBArrayValue,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTableFunction,
  LIST,
  StatementType,
  TIMESTAMP,
  VARCHAR,
} = duckdb;

/** DuckDB's C functions, for what the package above does value by value. */
export const bindings: typeof import("@duckdb/node-bindings") = requireItsOwn("@duckdb/node-bindings");
