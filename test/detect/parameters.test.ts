import { expect, test } from "vitest";
import { readDetectors } from "../../src/catalog/catalog.ts";
import { parameterRow, parameterValues } from "../../src/detect/parameters.ts";
import { analyze } from "../../src/index.ts";
import { anOwnDetector, folderOf } from "../helpers/own-detector.ts";

const params =
  "params: { count: { type: INTEGER, default: 3, min: 1, max: 9, about: How many. }, share: { type: DOUBLE, default: 0.5, about: What part. }, word: { type: VARCHAR, default: it's, about: Which. } }";

/** The row of parameters that these texts give a detector. */
async function rowOf(...texts: readonly string[]): Promise<string> {
  const detectors = await readDetectors(await folderOf({ "own.sql": anOwnDetector({ head: [params] }) }));
  const own = detectors.find(({ head }) => head.id === "own");
  if (own === undefined) throw new Error("the detector is not there");
  return parameterRow(own, parameterValues(texts, detectors));
}

test("parameters have their defaults, with their types, and texts stay texts", async () => {
  expect(await rowOf()).toBe(
    "SELECT CAST(3 AS bigint) AS count, CAST(0.5 AS double) AS share, CAST('it''s' AS varchar) AS word, 1 AS one",
  );
});

test("the last of several values of one parameter counts", async () => {
  expect(await rowOf("own.count=4", "own.count=5")).toContain("CAST(5 AS bigint) AS count");
});

test.each([
  "own.count=1",
  "own.count=9",
  "own.count= 7 ",
  "own.share=1e-3",
  "own.share=-2",
  "own.word=",
  "own.word=a=b.c",
])("%s is a value", async (text) => {
  expect(await rowOf(text)).toMatch(/^SELECT CAST/);
});

test.each([
  ["own.count=0", "0 is out of bounds for own.count", "at least 1, at most 9; How many."],
  ["own.count=10", "10 is out of bounds for own.count", "at least 1, at most 9; How many."],
  ["own.count=2.5", '"2.5" is no whole number for own.count', "How many."],
  ["own.count=", '"" is no whole number for own.count', "How many."],
  ["own.share=half", '"half" is no number for own.share', "What part."],
  ["own.share=1); DROP TABLE line; --", '"1); DROP TABLE line; --" is no number for own.share', "What part."],
  ["own.share=Infinity", '"Infinity" is no number for own.share', "What part."],
  ["own", '"own" sets no parameter', "write detector.name=value"],
  ["own.count", '"own.count" sets no parameter', "write detector.name=value"],
  [".count=1", '".count=1" sets no parameter', "write detector.name=value"],
])("%s is refused", async (text, message, hint) => {
  await expect(rowOf(text)).rejects.toMatchObject({ code: "USAGE_BAD_VALUE", message, hint });
});

test.each([
  ["oww.count=1", 'there is no detector "oww"', 'the nearest is "own"; retryscope detectors lists them'],
  [
    "own.cuont=1",
    'there is no parameter of own "cuont"',
    'the nearest is "count"; retryscope detectors own lists them',
  ],
  [
    "own.toString=1",
    'there is no parameter of own "toString"',
    expect.stringContaining("retryscope detectors own lists them"),
  ],
])("%s is refused, with the nearest name", async (text, message, hint) => {
  await expect(rowOf(text)).rejects.toMatchObject({ code: "USAGE_UNKNOWN_NAME", message, hint });
});

test("a value out of bounds is refused before any log is read", async () => {
  await expect(analyze({ inputs: ["no-such.log"], parameters: ["retry-storms.min_share=99"] })).rejects.toMatchObject({
    code: "USAGE_BAD_VALUE",
  });
});
