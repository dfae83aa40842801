/**
 * A value of a result row as plain data: exact numbers (a bigint only beyond 2^53), text, true or false, lists and objects.
 * Times are text in UTC, `2026-11-20 09:16:10.123`. Null is null.
 */
export type Cell = string | number | bigint | boolean | null | readonly Cell[] | { readonly [key: string]: Cell };

/** One result row, by column name, in the order of the query's columns. */
export type Row = { readonly [column: string]: Cell };
