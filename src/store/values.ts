import type { DuckDBValue } from "@duckdb/node-api";
import type { Cell, Row } from "../core/cell.ts";
import { DuckDBArrayValue, DuckDBListValue, DuckDBMapValue, DuckDBStructValue } from "./duckdb.ts";

/** A row of DuckDB values as plain data under its column names. */
export function plainRow(columns: readonly string[], values: readonly DuckDBValue[]): Row {
  return Object.fromEntries(columns.map((column, index) => [column, plain(values[index] ?? null)]));
}

/** A DuckDB value as plain data: a bigint only where a number would not be exact; times, decimals, intervals as DuckDB writes them. */
export function plain(value: DuckDBValue): Cell {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(plain);
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(Object.entries(value.entries).map(([key, each]) => [key, plain(each)]));
  if (value instanceof DuckDBMapValue)
    return Object.fromEntries(value.entries.map(({ key, value: each }) => [String(plain(key)), plain(each)]));
  return value.toString();
}
