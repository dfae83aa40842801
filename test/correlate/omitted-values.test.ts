import { readFile, readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { readCarefully } from "../../src/parse/careful-text.ts";
import { compile } from "../../src/parse/format-string.ts";
import istioText from "../../src/parse/formats/istio-text.ts";
import { LineText } from "../../src/parse/line-text.ts";
import { inMemory } from "../helpers/in-memory.ts";

const folder = new URL("../../sample-logs/account-incident/", import.meta.url);
const template = compile(istioText.shape.text);

/** The line as the same proxy writes it with `omit_empty_values`: flags are always printed. */
function omitting(line: string): string {
  const reading = readCarefully(new LineText(line), template);
  if (reading.is !== "read") throw new Error(`no line of the format: ${line}`);
  const values = reading.values.map((value, index) =>
    value === "-" && template.fields[index]!.column !== "response_flags" ? "" : value,
  );
  return values.map((value, index) => template.literals[index]! + value).join("") + template.literals.at(-1)!;
}

test("logs that omit empty values say what they say with dashes", async () => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".log"));
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), "utf8")));
  const logs = names.map((name, index) => [name, texts[index]!.trimEnd().split("\n")] as const);
  const [dashes, omitted] = [
    await inMemory(Object.fromEntries(logs)),
    await inMemory(Object.fromEntries(logs.map(([name, lines]) => [name, lines.map(omitting)]))),
  ];
  for (const table of ["access_log", "request", "send"]) {
    const sql = `SELECT * FROM ${table} ORDER BY ALL`;
    expect(await omitted.query(sql)).toEqual(await dashes.query(sql));
  }
  expect(omitted.report.findings).toEqual(dashes.report.findings);
});
