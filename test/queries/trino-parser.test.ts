import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { installParser } from "./trino/install-parser.ts";

const filesOf = (folder: string): string[] => readdirSync(folder).map((file) => join(folder, file));
const isPortable = (file: string): boolean => !/^-- dialect: duckdb$/m.test(readFileSync(file, "utf8"));
const folders = ["queries/detectors", "queries/model", "queries/checkup"];
const files = folders.flatMap(filesOf).filter(isPortable);

test("Trino's parser takes every query but those that are DuckDB's own", { timeout: 400_000 }, async ({ skip }) => {
  const parser = await installParser(join(import.meta.dirname, "trino", ".cache"));
  if ("because" in parser) return skip(`Trino's parser is not to be had here: ${parser.because}`);
  const folder = await temporaryFolder();
  // Proof that the parser looks: DuckDB takes both of these.
  const [cast, chosen] = [join(folder, "cast.sql"), join(folder, "chosen.sql")];
  writeFileSync(cast, "select 1::bigint");
  writeFileSync(chosen, "select * exclude (a) from t");
  const told = execFileSync(parser.program, [...parser.args, cast, chosen, ...files], {
    encoding: "utf8",
    stdio: "pipe",
  });
  const [first, second, ...others] = told.trimEnd().split("\n");
  expect([first, second]).toEqual([expect.stringContaining("mismatched"), expect.stringContaining("line 1:")]);
  expect(files.map((file, index) => `${file}: ${others[index]}`)).toEqual(files.map((file) => `${file}: ok`));
});
