import { expect, test } from "vitest";
import { durationText, offsetText } from "../../src/core/duration-text.ts";
import { counted, groupedNumber, shareText, sizeText } from "../../src/core/number-text.ts";
import { timeText, windowText } from "../../src/core/time-text.ts";

test.each([
  [0, "0 ms"],
  [0.4, "0 ms"],
  [436, "436 ms"],
  [999.4, "999 ms"],
  [999.6, "1.0 s"],
  [2_449, "2.4 s"],
  [59_949, "59.9 s"],
  [59_950, "1 min 00 s"],
  [185_000, "3 min 05 s"],
  [3_599_500, "1 h 00 min"],
  [7_500_000, "2 h 05 min"],
  [86_399_999, "1 d 00 h"],
  [273_600_000, "3 d 04 h"],
  [-2, "-2 ms"],
])("%d ms is written as %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [0, "0 ms"],
  [0.2, "0 ms"],
  [118, "+118 ms"],
  [-2, "-2 ms"],
])("an offset of %d ms is written as %s", (ms, text) => {
  expect(offsetText(ms)).toBe(text);
});

test.each([
  [0, "0"],
  [999, "999"],
  [1_000, "1,000"],
  [12_408, "12,408"],
  [-1_234_567, "-1,234,567"],
  [12_345_678_901_234_567_890n, "12,345,678,901,234,567,890"],
  [Number.POSITIVE_INFINITY, "Infinity"],
])("%s is grouped as %s", (value, text) => {
  expect(groupedNumber(value)).toBe(text);
});

test("a count has its noun in the right number", () => {
  expect([counted(0, "line"), counted(1, "line"), counted(1_200n, "proxy", "proxies")]).toEqual([
    "0 lines",
    "1 line",
    "1,200 proxies",
  ]);
});

test.each([
  [39, 12_408, "0.3 %"],
  [0, 12_408, "0.0 %"],
  [1, 12_408, "< 0.1 %"],
  [12_407, 12_408, "> 99.9 %"],
  [12_408, 12_408, "100.0 %"],
  [0, 0, "none"],
])("%d of %d is %s", (part, whole, text) => {
  expect(shareText(part, whole)).toBe(text);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1.0 kB"],
  [364_000_000, "364 MB"],
  [999_600_000, "1.0 GB"],
  [12_300_000_000_000_000, "12300 TB"],
])("%d bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test.each([
  ["2026-11-20 09:14:02.001", "2026-11-20 09:31:40.900", null, "2026-11-20 09:14:02 to 09:31:40"],
  ["2026-11-20 09:14:02.001", "2026-11-20 09:31:40.900", "2026-11-20", "09:14:02 to 09:31:40"],
  ["2026-11-20 23:59:58.000", "2026-11-21 00:04:10.000", "2026-11-20", "23:59:58 to 2026-11-21 00:04:10"],
  ["2026-11-20 23:59:58.000", "2026-11-20 23:59:58.900", "2026-11-20", "23:59:58"],
  ["soon", "later", null, "soon to later"],
])("from %s to %s, where %s is known, is %s", (from, to, known, text) => {
  expect(windowText(from, to, known)).toBe(text);
});

test("a text that is no time is shown as it is", () => {
  expect(timeText("yesterday", null)).toBe("yesterday");
});
