import { expect, test } from "vitest";
import { doctorHint } from "../../src/report/next-command.ts";
import { aReport } from "./builders.ts";
import { quietDay } from "./reports.ts";

const { overview } = quietDay;

test.each([
  ["where all was seen", quietDay, false],
  ["where a detector could not run", aReport({ ...quietDay, not_run: [{ detector: "a", because: "b" }] }), true],
  ["where one side is missing", aReport({ ...quietDay, overview: { ...overview, sides: "client" } }), true],
  [
    "where there is no line to ask of",
    aReport({ ...quietDay, overview: { ...overview, proxies: 0, sides: "unknown" } }),
    false,
  ],
] as const)("whether the doctor is named %s", (_, report, isNamed) => {
  expect(doctorHint(report)?.includes("retryscope doctor") ?? false).toBe(isNamed);
});
