import { array, assert, asyncProperty, constantFrom, oneof, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { formats } from "../../src/parse/formats/index.ts";
import { readLine, readLines } from "./read-lines.ts";

/** Pieces that access log lines are made of, so that random text comes near to being one. */
const pieces = constantFrom(
  "[2026-11-20T09:16:10.001Z] ",
  '"GET /a HTTP/1.1" ',
  "200 ",
  "- ",
  '"-" ',
  '"',
  "0 ",
  "via_upstream ",
  "\t",
  " ",
  "{",
  "}",
  '"start_time":',
  '"2026-11-20T09:16:10.001Z"',
  ",",
  '"response_code":503',
  '"path":"/"',
  "null",
  "[",
  "]",
  "ACCESS ",
  "info\taccess\tconnection complete\t",
  'src.addr=10.0.0.1:80 bytes_sent=1 duration="1ms"',
  "\\",
  "\\u0000",
);
const anyText = oneof(
  string({ unit: "binary", maxLength: 200 }),
  array(oneof(pieces, string({ maxLength: 10 })), { maxLength: 40 }).map((parts) => parts.join("")),
);

describe.each(formats.map((format) => [format.name, format] as const))("%s", (name, format) => {
  test("has at least one sample, and what it is and where that is proved", () => {
    expect(format.samples.length).toBeGreaterThan(0);
    expect(format.about).not.toBe("");
    expect(format.source).toMatch(/^https:\/\//);
  });

  test.each(format.samples.map((sample, index) => [index + 1, sample] as const))(
    "reads sample %i as stated",
    async (_, sample) => {
      const carried = formats.filter((each) => each.name === sample.carries);
      const outcome = await readLine(sample.line, [format, ...carried]);
      const told = outcome.is === "record" ? { ...outcome.other, ...outcome.record } : outcome;
      expect(told).toMatchObject(sample.record);
    },
  );

  test("no other format claims its samples", async () => {
    for (const { line, carries } of format.samples) {
      expect(await readLine(line)).toMatchObject({ is: "record", format: carries ?? name });
    }
  });

  test("a sample that is cut off anywhere is no error", async () => {
    for (const { line } of format.samples) {
      const cut = await readLines(Array.from({ length: line.length }, (_, end) => line.slice(0, end)));
      expect(cut.length).toBe(line.length);
    }
  });
});

test("any text gives a record, another line or a reject", async () => {
  await assert(
    asyncProperty(array(anyText, { minLength: 50, maxLength: 50 }), async (lines) => {
      const outcomes = await readLines(lines.map((line) => line.replaceAll("\n", " ")));
      expect(outcomes.length).toBe(lines.length);
    }),
    { numRuns: 40 },
  );
});

test("names are unique", () => {
  const names = formats.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
