import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ingest, querySql } from "../../src/index.ts";
import { derivedTables } from "../../src/store/derived-tables.ts";
import { tables } from "../../src/store/tables.ts";
import { examples } from "./sections.ts";

let folder = "";
const db = (): string => join(folder, "samples.duckdb");
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "retryscope-docs-"));
  await ingest({ inputs: ["sample-logs"], db: db() });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([...tables, ...derivedTables])(
  "$name has the columns and types that its documentation says",
  async ({ name, columns }) => {
    const { rows } = await querySql({ db: db(), sql: `SELECT column_name, column_type FROM (DESCRIBE ${name})` });
    expect(rows.map((row) => `${row["column_name"]} ${row["column_type"]}`)).toEqual(
      columns.map((column) => `${column.name} ${column.type}`),
    );
  },
);

test.each(examples())("queries/examples/$file asks a question and gets rows", async ({ question, sql }) => {
  expect(question).toMatch(/\?/);
  const { rows } = await querySql({ db: db(), sql });
  expect(rows.length).toBeGreaterThan(0);
});
