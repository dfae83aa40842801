import { basename } from "node:path";
import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

/** Names that say nothing of what is inside. A thing that has no better name has no home yet. */
const empty = new Set(["utils", "util", "helpers", "helper", "common", "misc", "manager", "types"]);

const files = sourceFiles("src");
const words = [...new Set(files.flatMap(({ path }) => path.replace(/\.ts$/, "").split("/")))];

test("no file or folder of src has a name that says nothing", () => {
  expect(words.filter((word) => word.split("-").some((part) => empty.has(part)))).toEqual([]);
});

test("files and folders of src are named in kebab-case, with a dot in a version only", () => {
  expect(words.filter((word) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[0-9]+)*$/.test(word))).toEqual([]);
});

test("a default export stands on a shelf only", () => {
  const shelves = files
    .filter(({ path }) => path.endsWith("/index.ts"))
    .map(({ path }) => path.replace(/index\.ts$/, ""));
  const outside = files.filter(
    ({ path, text }) =>
      /^export default /m.test(text) && !shelves.some((shelf) => path === `${shelf}${basename(path)}`),
  );
  expect(outside.map(({ path }) => path)).toEqual([]);
});

test("everything that src exports says in a comment what it is", () => {
  const silent = files.flatMap(({ path, text }) => {
    const lines = text.split("\n");
    return lines.flatMap((line, index) => {
      const [, name] = /^export (?:async )?(?:function\*?|const|class|type) (\w+)/.exec(line) ?? [];
      const isSaid = lines[index - 1]?.endsWith("*/") === true;
      return name === undefined || isSaid ? [] : [`src/${path}: ${name}`];
    });
  });
  expect(silent).toEqual([]);
});
