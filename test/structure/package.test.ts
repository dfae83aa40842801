import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

let packed: readonly string[] = [];
beforeAll(() => {
  // Scripts would build anew, while other tests run.
  const text = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" });
  packed = [...text.matchAll(/"path": "([^"]+)"/g)].flatMap(([, path]) => path ?? []).toSorted();
}, 60_000);

test("the package holds what is built from each source file", () => {
  const built = sourceFiles("src").flatMap(({ path }) => [
    `dist/${path.replace(/ts$/, "d.ts")}`,
    `dist/${path.replace(/ts$/, "js")}`,
  ]);
  const inDist = packed.filter((path) => path.startsWith("dist/"));
  built.push("dist/catalog/checked-heads.json");
  expect(inDist, "the build is stale: npm run build").toEqual(built.toSorted());
});

test.each(["docs", "queries", "sample-logs"])("the package holds all of %s", (folder) => {
  expect(packed.filter((path) => path.startsWith(`${folder}/`))).toEqual(filesBelow(folder));
});

test("the package holds nothing else but what tells of it", () => {
  const rest = packed.filter((path) => !/^(?:dist|docs|queries|sample-logs)\//.test(path));
  expect(rest).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .toSorted();
}
