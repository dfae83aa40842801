import { expect, test } from "vitest";
import { renderDetector } from "../../src/report/render-detector.ts";
import { renderSources } from "../../src/report/render-sources.ts";
import { duplicatedPosts } from "./pages.ts";
import { aSource } from "./builders.ts";
import { accountIncident } from "./reports.ts";

test.each([
  ["plain-80", { width: 80, isRich: false }],
  ["rich-200", { width: 200, isRich: true }],
])("a detector is a page to read (%s)", async (name, canvas) => {
  await expect(renderDetector(duplicatedPosts, canvas)).toMatchFileSnapshot(`expected/detector-page.${name}.txt`);
});

test("a detector with neither parameters nor needs has a whole page too", async () => {
  const bare = { ...duplicatedPosts, needs: [], params: [], severity: [{ level: "info" as const }] };
  await expect(renderDetector(bare, { width: 80, isRich: false })).toMatchFileSnapshot(
    "expected/detector-page.bare.txt",
  );
});

test("a detector of somebody else's folder controls no terminal", () => {
  const shown = renderDetector(
    { ...duplicatedPosts, title: "\u001b[2J", means: "a\u202eb", source: "\u009b1m" },
    { width: 80, isRich: false },
  );
  expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("sources are a line each, with what is wrong with them", async () => {
  const sources = [
    ...accountIncident.sources,
    aSource({ name: `logs/${"very-long-folder/".repeat(4)}gateway\u001b[31m.log`, lines: 1, access_log: 1, other: 0 }),
  ];
  await expect([...renderSources(sources, "table", { width: 80, isRich: false })].join("")).toMatchFileSnapshot(
    "expected/sources.txt",
  );
});

test("the text of a rejected line is masked", () => {
  const rejects = [{ reason: "FIELD_MISMATCH" as const, count: 1, first: { line: 1, text: '"GET /?token=hunter2' } }];
  const shown = [...renderSources([aSource({ rejected: 1, rejects })], "ndjson", { width: 80, isRich: false })].join(
    "",
  );
  expect(shown).toContain("/?token=***");
});
