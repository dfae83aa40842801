import { array, assert, asyncProperty, constantFrom, integer, nat, record } from "fast-check";
import { expect, test } from "vitest";
import { formats } from "../../src/parse/formats/index.ts";
import { Recogniser } from "../../src/parse/recognise.ts";
import { recordOf } from "../../src/parse/record.ts";
import { RowBatch } from "../../src/rows/row-batch.ts";
import { RowWriter } from "../../src/parse/row-writer.ts";
import { rowsOf } from "../helpers/rows.ts";
import { readLines, readWith, type Outcome } from "./read-lines.ts";

const samples = formats.flatMap(({ shape, samples: each }) => ("text" in shape ? each.map(({ line }) => line) : []));
const piece = constantFrom(
  "",
  " ",
  '"',
  "-",
  "0",
  "7",
  "x",
  "é",
  "\t",
  ",",
  "/a b",
  '" "',
  "2026-02-30",
  "123456789",
  ":",
);
const edit = record({ at: nat(), cut: integer({ min: 0, max: 6 }), piece });

/** The line with some letters cut out and others put in where values begin and end. */
function edited(line: string, edits: readonly { at: number; cut: number; piece: string }[]): string {
  return edits.reduce((text, { at, cut, piece: put }) => {
    const edges = [...text.matchAll(/(?<=[ "[\]])|(?=[ "[\]])/g)].map(({ index }) => index);
    const place = edges[at % edges.length] ?? 0;
    return text.slice(0, place) + put + text.slice(place + cut) || "-";
  }, line);
}

/** What the careful path alone makes of a line. */
function readCarefully(line: string, recogniser: Recogniser): Outcome {
  const reading = recogniser.read(line, new Set());
  if (reading.is === "other") return { is: "other" };
  if (reading.is === "broken") return { is: "reject", reason: reading.reason };
  const [batch, writer] = [new RowBatch(), new RowWriter()];
  writer.record(batch, recordOf(reading.entries));
  writer.end(batch, 1);
  const [{ line_id: _line, origin_id: _origin, other, ...values } = {}] = rowsOf(batch);
  return { is: "record", format: reading.format, record: values, other: JSON.parse(String(other ?? "{}")) };
}

test("a line of text is read alike alone, behind lines of its format, and without any marker", async () => {
  const recogniser = new Recogniser(formats);
  await assert(
    asyncProperty(constantFrom(...samples), array(edit, { maxLength: 3 }), async (sample, edits) => {
      const line = edited(sample, edits);
      const [alone] = await readWith([line], recogniser);
      const [, , third, , fifth] = await readWith([sample, sample, line, sample, line], recogniser);
      expect([line, third]).toEqual([line, alone]);
      expect([line, fifth]).toEqual([line, alone]);
      // A marker does not look at every value: it takes a word that is no protocol, which the careful path refuses.
      const careful = readCarefully(line, recogniser);
      // Text that was written to look like JSON is then JSON of the same values.
      const named = line.startsWith("{") ? { format: "either" } : {};
      const marked = careful.is === "record" ? alone : careful;
      expect([line, { ...marked, ...named }]).toEqual([line, { ...careful, ...named }]);
    }),
    { numRuns: 300 },
  );
});

test("a number too long for JavaScript is exact", async () => {
  const istio = samples.find((line) => line.includes(" via_upstream - ")) ?? "";
  const numbers = ["0", "7", "999999999", "1000000000", "4294967296", "9007199254740993", "999999999999999999"];
  const rows = await readLines(numbers.map((number) => istio.replace(/(?<= via_upstream - "-" )\d+/, number)));
  expect(rows.map((row) => row.is === "record" && String(row.record["bytes_received"]))).toEqual(numbers);
});
