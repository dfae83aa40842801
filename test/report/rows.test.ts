import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Row } from "../../src/core/cell.ts";
import type { Canvas } from "../../src/report/output.ts";
import { renderRows } from "../../src/report/render-rows.ts";
import { rowOutputs } from "../../src/report/rows/index.ts";

const plain80: Canvas = { width: 80, isRich: false };

const write = (columns: readonly string[], rows: readonly Row[], output: string, canvas = plain80): string =>
  [...renderRows(columns, rows, output, canvas)].join("");

const columns = ["route", "sends", "share", "ok", "flags", "first_seen"];
const rows: readonly Row[] = [
  {
    route: "accounts.prod /accounts",
    sends: 12408,
    share: 0.25,
    ok: true,
    flags: ["UT", "URX"],
    first_seen: "2026-11-20 09:16:10.123",
  },
  { route: '=cmd|"/c calc"!A1', sends: 18446744073709551615n, share: null, ok: false, flags: [], first_seen: null },
];

test("rows as a table have their numbers at the right", () => {
  expect(write(columns, rows, "table", { width: 120, isRich: false })).toBe(
    [
      "route                                   sends  share  ok     flags         first_seen",
      "-----------------------  --------------------  -----  -----  ------------  -----------------------",
      'accounts.prod /accounts                 12408   0.25  true   ["UT","URX"]  2026-11-20 09:16:10.123',
      '=cmd|"/c calc"!A1        18446744073709551615   null  false  []            null',
      "",
    ].join("\n"),
  );
});

test("rows that are wider than the terminal are drawn one value a line", () => {
  expect(write(columns, rows.slice(0, 1), "table", { width: 60, isRich: false })).toBe(
    [
      "row 1 ----------------------------------",
      "route       accounts.prod /accounts",
      "sends       12408",
      "share       0.25",
      "ok          true",
      'flags       ["UT","URX"]',
      "first_seen  2026-11-20 09:16:10.123",
      "",
    ].join("\n"),
  );
});

test("a column of prose is wrapped between words where that makes the table fit", () => {
  const about = "the text format that Istio has used since its version 1.9, with the attempt count at the end";
  expect(write(["name", "about"], [{ name: "istio-text", about }], "table", { width: 60, isRich: false })).toBe(
    [
      "name        about",
      "----------  ------------------------------------------------",
      "istio-text  the text format that Istio has used since its",
      "            version 1.9, with the attempt count at the end",
      "",
    ].join("\n"),
  );
});

test("a table draws a thousand rows and counts the others", () => {
  const many = Array.from({ length: 20_000 }, (_, n): Row => ({ n }));
  const started = performance.now();
  const lines = write(["n"], many, "table").split("\n");
  expect(performance.now() - started).toBeLessThan(3_000);
  expect(lines.slice(-3)).toEqual(["999", "and 19,000 more rows (--output json, ndjson or csv has all)", ""]);
});

test("no rows are said to be none, under their columns", () => {
  expect(write(["a", "b"], [], "table")).toBe("a  b\n-  -\nno rows\n");
  expect(write(["a"], [], "json")).toBe("[]\n");
  expect(write(["a"], [], "ndjson")).toBe("");
  expect(write(["a"], [], "csv")).toBe("a\r\n");
});

test("JSON is an array with exact numbers and the columns in their order", () => {
  expect(write(["sends", "route"], rows, "json")).toBe(
    '[\n{"sends":12408,"route":"accounts.prod /accounts"},\n{"sends":18446744073709551615,"route":"=cmd|\\"/c calc\\"!A1"}\n]\n',
  );
});

test("NDJSON is an object a line", () => {
  expect(write(["flags", "ok"], rows, "ndjson")).toBe('{"flags":["UT","URX"],"ok":true}\n{"flags":[],"ok":false}\n');
});

test("CSV follows RFC 4180, and no text in it can be a formula", () => {
  expect(write(columns, rows, "csv")).toBe(
    [
      "route,sends,share,ok,flags,first_seen",
      'accounts.prod /accounts,12408,0.25,true,"[""UT"",""URX""]",2026-11-20 09:16:10.123',
      `"'=cmd|""/c calc""!A1",18446744073709551615,,false,[],`,
      "",
    ].join("\r\n"),
  );
});

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\tx", "'\tx"],
  ["\rx", "'\\rx"],
  ["a\nb", '"a\nb"'],
  ["\u001b[31m", "\\x1b[31m"],
  ["", '""'],
])("the text %j is the CSV cell %j", (text, cell) => {
  expect(write(["c"], [{ c: text }], "csv")).toBe(`c\r\n${cell}\r\n`);
});

test("a number below zero stays a number in CSV", () => {
  expect(write(["c", "d"], [{ c: -1, d: -5n }], "csv")).toBe("c,d\r\n-1,-5\r\n");
});

test("JSON rows are read back as they were", () => {
  const cell = fc.letrec<{ cell: Row[string]; row: Row }>((tie) => ({
    cell: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: "binary" }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("cell"), { maxLength: 3 }),
      tie("row"),
    ),
    row: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie("cell"), { maxKeys: 3, noNullPrototype: true }),
  })).row;
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 4 }), (table) => {
      const names = [...new Set(table.flatMap((row) => Object.keys(row)))];
      const whole = table.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null])));
      expect(JSON.parse(write(names, whole, "json"))).toEqual(whole);
      const lines = write(names, whole, "ndjson").split("\n").slice(0, -1);
      expect(lines.map((line): unknown => JSON.parse(line))).toEqual(whole);
    }),
  );
});

test("an output that does not exist is refused before anything is written", () => {
  expect(() => renderRows([], [], "xml", plain80)).toThrow(expect.objectContaining({ code: "USAGE_UNKNOWN_NAME" }));
});

test.each(rowOutputs)("the output $name says what it is for", ({ about }) => {
  expect(about).not.toBe("");
});
