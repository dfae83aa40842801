import { array, assert, asyncProperty, constantFrom, integer, nat, record } from "fast-check";
import { expect, test } from "vitest";
import { formats } from "../../src/parse/formats/index.ts";
import { Recogniser } from "../../src/parse/recognise.ts";
import { readWith } from "./read-lines.ts";

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

test("a line of text is read alike alone and behind lines of its format, which are copied while they are read", async () => {
  const recogniser = new Recogniser(formats);
  await assert(
    asyncProperty(constantFrom(...samples), array(edit, { maxLength: 3 }), async (sample, edits) => {
      const line = edited(sample, edits);
      const [alone] = await readWith([line], recogniser);
      const [, , third, , fifth] = await readWith([sample, sample, line, sample, line], recogniser);
      expect([line, third]).toEqual([line, alone]);
      expect([line, fifth]).toEqual([line, alone]);
    }),
    { numRuns: 150 },
  );
});
