import { expect, test } from "vitest";
import type { Canvas } from "../../src/report/output.ts";
import { outputs } from "../../src/report/outputs/index.ts";
import { renderReport } from "../../src/report/render.ts";
import type { Report } from "../../src/report/report.ts";
import {
  accountIncident,
  halfBlind,
  hostile,
  longTrace,
  manyRoutes,
  noRequests,
  quietDay,
  wideNames,
} from "./reports.ts";

const plain80: Canvas = { width: 80, isRich: false };

/** Each expected text ends in .txt, so that no formatter takes it for a source of ours. */
const cases: readonly (readonly [story: string, report: Report, output: string, canvas: Canvas, file: string])[] = [
  [
    "an incident on a terminal of 80 columns",
    accountIncident,
    "table",
    { width: 80, isRich: true },
    "account-incident.rich-80.txt",
  ],
  [
    "an incident on a terminal of 200 columns",
    accountIncident,
    "table",
    { width: 200, isRich: true },
    "account-incident.rich-200.txt",
  ],
  ["an incident in a pipe", accountIncident, "table", plain80, "account-incident.plain-80.txt"],
  [
    "an incident on a wide place without colour",
    accountIncident,
    "table",
    { width: 200, isRich: false },
    "account-incident.plain-200.txt",
  ],
  ["an incident as JSON", accountIncident, "json", plain80, "account-incident.json.txt"],
  ["an incident as Markdown", accountIncident, "markdown", plain80, "account-incident.md.txt"],
  ["a quiet day", quietDay, "table", plain80, "quiet-day.txt"],
  ["a quiet day as Markdown", quietDay, "markdown", plain80, "quiet-day.md.txt"],
  ["nothing found where much could not be seen", halfBlind, "table", plain80, "half-blind.txt"],
  ["nothing found where much could not be seen, as Markdown", halfBlind, "markdown", plain80, "half-blind.md.txt"],
  ["logs without requests", noRequests, "table", plain80, "no-requests.txt"],
  ["one story on 400 routes", manyRoutes, "table", plain80, "many-routes.txt"],
  ["one story on 400 routes as Markdown", manyRoutes, "markdown", plain80, "many-routes.md.txt"],
  ["a request with twenty sends over midnight", longTrace, "table", plain80, "long-trace.txt"],
  ["wide characters", wideNames, "table", plain80, "wide-names.plain-80.txt"],
  ["wide characters on a wide terminal", wideNames, "table", { width: 200, isRich: true }, "wide-names.rich-200.txt"],
  ["hostile text", hostile, "table", plain80, "hostile.plain-80.txt"],
  ["hostile text on a terminal", hostile, "table", { width: 80, isRich: true }, "hostile.rich-80.txt"],
  ["hostile text as Markdown", hostile, "markdown", plain80, "hostile.md.txt"],
  ["hostile text as JSON", hostile, "json", plain80, "hostile.json.txt"],
];

test.each(cases)("%s reads as expected", async (_story, report, output, canvas, file) => {
  await expect(renderReport(report, output, canvas)).toMatchFileSnapshot(`expected/${file}`);
});

test.each(outputs)("the output $name says what it is for and ends in one newline", ({ about, write }) => {
  expect(about).not.toBe("");
  expect(write(accountIncident, plain80)).toMatch(/[^\n]\n$/);
});

test("an output that does not exist is answered with the nearest that does", () => {
  expect(() => renderReport(quietDay, "jsn", plain80)).toThrow(
    expect.objectContaining({ code: "USAGE_UNKNOWN_NAME", hint: expect.stringContaining('the nearest is "json"') }),
  );
});

test("the same report gives the same bytes", () => {
  for (const { name } of outputs)
    expect(renderReport(accountIncident, name, plain80)).toBe(renderReport(accountIncident, name, plain80));
});

test("JSON keeps a number beyond 2^53 exactly, as text", () => {
  const report: unknown = JSON.parse(renderReport(accountIncident, "json", plain80));
  expect(report).toMatchObject({ findings: [{ values: { bytes_sent: "9007199254740993", hits: 39 } }, {}, {}] });
});
