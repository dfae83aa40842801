import { expect, test } from "vitest";
import type { Cell } from "../../src/index.ts";
import { aDatabase } from "../helpers/query-tables.ts";

test.each<[sql: string, value: Cell]>([
  ["9007199254740991", 9_007_199_254_740_991],
  ["9007199254740993", 9_007_199_254_740_993n],
  ["-9007199254740993", -9_007_199_254_740_993n],
  ["9223372036854775807", 9_223_372_036_854_775_807n],
  ["170141183460469231731687303715884105727::HUGEINT", 170_141_183_460_469_231_731_687_303_715_884_105_727n],
  ["18446744073709551615::UBIGINT", 18_446_744_073_709_551_615n],
  ["count(*)", 1],
  ["sum(1)", 1],
  ["1.50::DECIMAL(10, 2)", "1.50"],
  ["0.1::DOUBLE + 0.2", 0.300_000_000_000_000_04],
  ["true", true],
  ["NULL", null],
  ["''", ""],
  ["'a\nb\t\"c\" 🐢'", 'a\nb\t"c" 🐢'],
  ["[1, NULL, 9007199254740993]", [1, null, 9_007_199_254_740_993n]],
  ["[]::VARCHAR[]", []],
  ["array_value(1, 2)", [1, 2]],
  ["{'a': 1, 'b': [{'c': NULL}]}", { a: 1, b: [{ c: null }] }],
  ["map(['x', 'y'], [1, 2])", { x: 1, y: 2 }],
  ["map([1], [[2]])", { 1: [2] }],
  ["TIMESTAMP '2026-11-20 09:00:00.123456'", "2026-11-20 09:00:00.123456"],
  ["TIMESTAMP '2026-11-20 09:00:00'", "2026-11-20 09:00:00"],
  ["DATE '2026-02-28'", "2026-02-28"],
  ["TIME '01:02:03'", "01:02:03"],
  ["INTERVAL '90 seconds'", "00:01:30"],
  ["'af3c10be-5d2f-4c1e-9a3b-0d4e5f6a7b8c'::UUID", "af3c10be-5d2f-4c1e-9a3b-0d4e5f6a7b8c"],
])("%s comes out of the database exactly", async (sql, value) => {
  const database = await aDatabase();
  expect(await database.query(`SELECT ${sql} AS value`)).toEqual([{ value }]);
});

test("numbers that are none come out as such", async () => {
  const database = await aDatabase();
  expect(await database.query("SELECT 'NaN'::DOUBLE AS nan, 'Infinity'::DOUBLE AS much")).toEqual([
    { nan: Number.NaN, much: Infinity },
  ]);
});
