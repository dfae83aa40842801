import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

const MOST_LINES = 300;

test.each(["src", "test", "bench"])(`no file in %s has more than ${MOST_LINES} lines`, (folder) => {
  const sizes = sourceFiles(folder)
    .map(({ path, text }) => ({ path: `${folder}/${path}`, lines: text.split("\n").length - 1 }))
    .toSorted((a, b) => b.lines - a.lines);
  const longest = sizes.slice(0, 5).map(({ path, lines }) => `${lines} ${path}`);
  expect(
    sizes.filter(({ lines }) => lines > MOST_LINES),
    `the longest are\n  ${longest.join("\n  ")}\n`,
  ).toEqual([]);
});
