import { expect, test } from "vitest";
import type { DetectorInfo } from "../../src/report/detector-info.ts";
import { renderDetector } from "../../src/report/render-detector.ts";
import { renderSources } from "../../src/report/render-sources.ts";
import { accountIncident, aSource } from "./reports.ts";

export const duplicatedPosts: DetectorInfo = {
  id: "duplicated-posts",
  title: "One POST, run by the application more than once",
  means:
    "At one hop, the application was handed a request that is not idempotent more than once, so the work was likely done twice. Whether it took effect twice, logs can hardly tell.",
  not_when: "The application removes duplicates by a key of its own.",
  do: "Give the route its own retry policy: connect-failure and refused-stream only.",
  needs: ["request_id", "upstream_host"],
  params: [
    {
      name: "window_ms",
      type: "INTEGER",
      unit: "ms",
      default: 60000,
      min: 1,
      about: "The longest time between the first and the last delivery.",
    },
    { name: "guard_codes", type: "INTEGER[]", default: [409, 412], about: "Codes that say that the work was done before." },
  ],
  severity: [{ level: "critical", when: "confirmed > 0" }, { level: "warning" }],
  source: "https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter",
};

test.each([
  ["plain-80", { width: 80, isRich: false }],
  ["rich-200", { width: 200, isRich: true }],
])("a detector is a page to read (%s)", async (name, canvas) => {
  await expect(renderDetector(duplicatedPosts, canvas)).toMatchFileSnapshot(`expected/detector-page.${name}.txt`);
});

test("a detector with neither parameters nor needs has a whole page too", async () => {
  const bare = { ...duplicatedPosts, needs: [], params: [], severity: [{ level: "info" as const }] };
  await expect(renderDetector(bare, { width: 80, isRich: false })).toMatchFileSnapshot("expected/detector-page.bare.txt");
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
  await expect(renderSources(sources, { width: 80, isRich: false })).toMatchFileSnapshot("expected/sources.txt");
});
