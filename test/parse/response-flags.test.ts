import { expect, test } from "vitest";
import { responseFlags, shortFlags } from "../../src/parse/response-flags.ts";

test("all thirty core flags are known, each once", () => {
  expect(responseFlags.length).toBe(30);
  expect(new Set(responseFlags.map(({ flag }) => flag)).size).toBe(30);
  expect(new Set(responseFlags.map(({ longName }) => longName)).size).toBe(30);
  expect(responseFlags.filter(({ alsField }) => alsField === null).map(({ flag }) => flag)).toEqual(["DO", "UDO"]);
});

test("each is told in a line of its own", () => {
  for (const { about, retry } of responseFlags) {
    expect(about).toMatch(/^[^\n]{10,120}$/);
    expect(retry ?? "twelve letters").toMatch(/^[^\n]{10,120}$/);
  }
});

test("long names become short ones, and unknown ones stay", () => {
  expect(shortFlags("UpstreamRetryLimitExceeded,Mine,UF")).toBe("URX,Mine,UF");
});
