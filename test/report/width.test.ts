import * as fc from "fast-check";
import { expect, test } from "vitest";
import { displayWidth, shorten, wrapWords } from "../../src/report/width.ts";

test.each([
  ["abc", 3],
  ["口座", 4],
  ["ｱｲ", 2],
  ["ＡＢ", 4],
  ["e\u0301", 1],
  ["😀", 2],
  ["한국", 4],
  ["├──┤…", 5],
])("%s is %d columns wide", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("a path that is too long loses its middle, never its end", () => {
  expect(shorten("/accounts/7f3c/members/very/long/path", 20, "…")).toBe("/accou…ery/long/path");
});

test("a shortened text fits, keeps its end, and halves no character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), fc.integer({ min: 8, max: 40 }), (text, width) => {
      const short = shorten(text, width, "…");
      expect(displayWidth(short)).toBeLessThanOrEqual(width);
      expect(short).not.toMatch(/\p{Cs}/u);
      expect(short === text || text.endsWith(short.slice(short.lastIndexOf("…") + 1))).toBe(true);
    }),
  );
});

test("words are wrapped between words, and no word is lost", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z口]{1,10}$/), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 20, max: 60 }),
      (words, width) => {
        const lines = wrapWords(words.join(" "), width, "…");
        expect(lines.join(" ")).toBe(words.join(" "));
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test.each([
  ["it was cut off at 100 ms", 23, ["it was cut off at", "100 ms"]],
  ["the share is 99.9 %, of all", 17, ["the share is", "99.9 %, of all"]],
  ["the first was seen at 2026-11-20 09:16:10", 35, ["the first was seen at", "2026-11-20 09:16:10"]],
  ["it took about 3 min 05 s", 20, ["it took about", "3 min 05 s"]],
])("a value is not wrapped inside: %s", (text, width, lines) => {
  expect(wrapWords(text, width, "…")).toEqual(lines);
});
