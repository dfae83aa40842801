import { readdirSync } from "node:fs";
import { parse as pathOf } from "node:path";
import { describe, expect, test } from "vitest";
import { readChecks, readDetectors, readModel, type Detector } from "../../src/catalog/catalog.ts";
import { parameterRow } from "../../src/detect/parameters.ts";
import { columns } from "../../src/core/columns.ts";
import { shapesOfTables, aDatabaseOfFunctions, useOnly } from "../helpers/query-tables.ts";

const model = await readModel();
const detectors = await readDetectors();
const checks = [...(await readChecks()).values()];
const noValues = new Map<string, ReadonlyMap<string, string>>();

/** A detector's query with its parameters, as it is run. */
const runnable = (detector: Detector, choose = "finding.*"): string =>
  `WITH params AS (${parameterRow(detector, noValues)}) SELECT ${choose} FROM (${detector.sql}\n) AS finding CROSS JOIN params`;

let known: Promise<ReadonlyMap<string, string>> | undefined;
/** The columns of all tables, found out by the first test that asks. */
const shapes = (): Promise<ReadonlyMap<string, string>> => (known ??= shapesOfTables(model));

test.each([
  ["model", model],
  ["detectors", detectors],
  ["checkup", checks],
])("every file of queries/%s is read, under its own name", (folder, read) => {
  const files = readdirSync(`queries/${folder}`).map((file) => pathOf(file).name);
  expect(read.map(({ head }) => head.id).toSorted()).toEqual(files.toSorted());
});

test("each step of the model comes after the steps that it reads", () => {
  const ids = model.map(({ head }) => head.id);
  const late = model.flatMap(({ head }, index) =>
    head.reads.filter((table) => ids.indexOf(table) >= index).map((table) => `${head.id} reads ${table}`),
  );
  expect(late).toEqual([]);
});

test("no column of the model is wider than the numbers that Trino has", async () => {
  expect([...(await shapes())].filter(([, declared]) => declared.includes("HUGEINT"))).toEqual([]);
});

describe.each(model)("the step $head.id of the model", ({ head, sql }) => {
  test("reads exactly the tables that it declares", async () => {
    expect(await tablesMissedBy(sql, head.reads)).toEqual(head.reads);
  });
});

describe.each(checks)("the query $head.id of the checkup", ({ head, sql }) => {
  test("reads exactly the tables that it declares", async () => {
    expect(await tablesMissedBy(sql, head.reads)).toEqual(head.reads);
  });

  test("has a total order, so that what is said is said in one order", () => {
    // The narrow rows that the others read have none, and a single row needs none.
    const isOneRow = ["checked_line", "absent_caller", "nested_request"].includes(head.id);
    expect([head.id, isOneRow || /\nORDER BY [^()]+$/.test(sql)]).toEqual([head.id, true]);
  });
});

describe.each(detectors)("the detector $head.id", (detector) => {
  const { head, sql } = detector;

  test("reads exactly the tables that it declares", async () => {
    expect(await tablesMissedBy(runnable(detector), head.reads)).toEqual(head.reads);
  });

  test("gives exactly the columns that it declares, with their types and in their order", async () => {
    const database = await aDatabaseOfFunctions();
    await useOnly(database, head.reads, await shapes());
    const given = await database.query(`DESCRIBE ${runnable(detector)}`);
    expect(given.map((row) => [row["column_name"], row["column_type"]])).toEqual(
      Object.entries(head.columns).map(([name, { type }]) => [name, type]),
    );
  });

  test("does nothing but read", async () => {
    const database = await aDatabaseOfFunctions();
    await useOnly(database, head.reads, await shapes());
    expect((await database.ask(runnable(detector))).rows).toEqual([]);
  });

  test("begins with the columns that every detector has, and ends with its texts and examples", () => {
    const names = Object.keys(head.columns);
    expect(names.slice(0, 4)).toEqual(["route", "first_seen", "last_seen", "hits"]);
    expect(names.slice(-4)).toEqual(["summary", "why", "remedy", "examples"]);
  });

  test("has severities that compile, the last of them without a condition", async () => {
    const conditions = head.severity.map(({ when }) => when);
    expect(conditions.at(-1)).toBeUndefined();
    const database = await aDatabaseOfFunctions();
    await useOnly(database, head.reads, await shapes());
    for (const when of conditions.slice(0, -1)) {
      const [row] = await database.query(`DESCRIBE ${runnable(detector, `(${when}) AS is_so`)}`);
      expect([when, row?.["column_type"]]).toEqual([when, "BOOLEAN"]);
    }
  });

  test("has defaults within their bounds, and of their types", () => {
    for (const { type, default: value, min = -Infinity, max = Infinity } of Object.values(head.params)) {
      expect(typeof value).toBe(type === "VARCHAR" ? "string" : "number");
      if (typeof value !== "number") continue;
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
      expect(type === "INTEGER" ? Math.trunc(value) : value).toBe(value);
    }
  });

  test("uses every parameter that it declares", () => {
    const used = Object.keys(head.params).filter((name) => new RegExp(`\\bparams\\.${name}\\b`).test(sql));
    expect(used).toEqual(Object.keys(head.params));
  });

  test("needs only what a log line can have", () => {
    expect(head.needs.filter((need) => !columns.some((column) => column === need))).toEqual([]);
  });

  test("says whole sentences, and a page that proves what it relies on", () => {
    for (const text of [head.means, head["not-when"], head.do]) expect(text).toMatch(/^[A-Z].*\.$/s);
    expect(head.title).toMatch(/^[A-Z].*[^.]$/);
    expect(head.source).toMatch(/^https:\/\//);
    for (const { about } of Object.values(head.columns)) expect(about).toMatch(/\.$/);
    for (const { about } of Object.values(head.params)) expect(about).toMatch(/\.$/);
  });

  test("begins with its steps and ends with a total order", () => {
    expect(sql).toMatch(/^with\b/);
    expect(sql).toMatch(/\norder by [^()]+$/);
  });
});

/** What DuckDB and Trino do not both have, or what would change from run to run: engines, section 4. */
const forbidden: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a cast by ::", /::/],
  ["qualify", /\bqualify\b/],
  ["the time of day", /\b(?:now|current_timestamp|current_date|today|random|uuid)\b/],
  ["select * without a name", /\bselect\s+\*/],
  ["group by all", /\b(?:group|order) by all\b/],
  ["exclude or replace", /\*\s*(?:exclude|replace)\b/],
  ["ilike", /\bilike\b/],
  ["time_bucket or strftime", /\b(?:time_bucket|strftime|epoch_ms|make_timestamp)\b/],
  ["string_agg or listagg", /\b(?:string_agg|listagg|list_\w+)\b/],
  ["a list in brackets", /[^\w]\[/],
  ["a lambda", /->/],
  ["a closing semicolon", /;\s*$/],
  ["a word in capitals", /\b[A-Z][A-Z]+\b/],
  ["a file", /\b(?:read_\w+\s*\(|copy\s+\w+\s+(?:to|from)|attach|install)\b/],
  ["a decimal without an exponent", /\b\d+\.\d+\b(?!e)/],
  ["a division of whole numbers", /\/\/|\bdiv\b/],
];

const portable = [...model.filter(({ head }) => head.dialect === undefined), ...detectors];

test.each(portable)("$head.id is written in what DuckDB and Trino both have", ({ sql }) => {
  const bare = sql.replaceAll(/--[^\n]*/g, "").replaceAll(/'(?:[^']|'')*'/g, "''");
  expect(forbidden.filter(([, pattern]) => pattern.test(bare)).map(([what]) => what)).toEqual([]);
});

/** Those of the tables without which the query does not run, given that it runs with all of them. */
async function tablesMissedBy(sql: string, tables: readonly string[]): Promise<string[]> {
  const database = await aDatabaseOfFunctions();
  const runs = async (names: readonly string[]): Promise<boolean> => {
    await useOnly(database, names, await shapes());
    return database.query(`EXPLAIN ${sql}`).then(
      () => true,
      () => false,
    );
  };
  expect(await runs(tables)).toBe(true);
  const missed: string[] = [];
  for (const table of tables) if (!(await runs(tables.filter((name) => name !== table)))) missed.push(table);
  return missed;
}
