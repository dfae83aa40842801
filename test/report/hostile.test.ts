import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mapTexts } from "../../src/report/map-texts.ts";
import { masked } from "../../src/report/mask.ts";
import { renderReport } from "../../src/report/render.ts";
import { renderRows } from "../../src/report/render-rows.ts";
import { displayWidth } from "../../src/report/width.ts";
import { reportFullOf } from "./reports.ts";

/** Bytes that terminals obey, characters that hide or turn text, line ends, and whole attacks, between plain text. */
const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.constantFrom(
        "\u001b[2J",
        "\u009b31m",
        "\u0007",
        "\r",
        "\n",
        "\t",
        "\u007f",
        "\u202e",
        "\u2067",
        "\u200b",
        "\ufeff",
        "\u2028",
        "\u{e0041}",
        "\ud800",
      ),
      fc.constantFrom("```", "| a |", "<script>", "[x](y)", "&lt;", "**", " - ", "?token=abc", "a@b.example"),
      fc.string({ unit: "grapheme-ascii", minLength: 60, maxLength: 140 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

const colours = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** The text without its line feeds, which are the output's own. */
const withoutLineFeeds = (text: string): string => text.replaceAll("\n", "");

test.each([80, 200])("no text from a log controls a plain text of %i columns, nor makes it wider", (width) => {
  fc.assert(
    fc.property(nasty, (text) => {
      const shown = renderReport(reportFullOf(text), "table", { width, isRich: false });
      expect(withoutLineFeeds(shown)).not.toMatch(hidden);
      for (const line of shown.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }),
  );
});

test("no text from a log controls a terminal: all that is left are our own colours, closed on their line", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const shown = renderReport(reportFullOf(text), "table", { width: 80, isRich: true });
      expect(withoutLineFeeds(shown.replace(colours, ""))).not.toMatch(hidden);
      for (const line of shown.split("\n")) {
        const codes = line.match(colours) ?? [];
        expect(codes.filter((code) => code === "\u001b[0m").length * 2).toBe(codes.length);
      }
    }),
  );
});

test("no text from a log adds a line to a report", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const lines = (report: string): number => report.split("\n").length;
      // A text that can be the beginning of an id has the next command below it.
      const harmless = lines(renderReport(reportFullOf("a0aa0000"), "markdown", { width: 80, isRich: false }));
      // Lanes wrap inside their code block; nothing else may.
      const shown = renderReport(reportFullOf(text), "markdown", { width: 80, isRich: false });
      expect(lines(shown.replace(/^ {8,}.*\n/gm, ""))).toBeLessThanOrEqual(harmless);
      expect(withoutLineFeeds(shown)).not.toMatch(hidden);
    }),
  );
});

test("JSON holds what the report holds, masked, and nothing that a terminal obeys", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const { findings, ...rest } = reportFullOf(text);
      const report = { ...rest, findings: findings.map((finding) => ({ ...finding, values: { text } })) };
      const shown = renderReport(report, "json", { width: 80, isRich: true });
      expect(withoutLineFeeds(shown)).not.toMatch(hidden);
      expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify(mapTexts(report, masked))));
    }),
  );
});

test.each(["table", "json", "ndjson"])("no cell of a query controls a terminal in %s", (output) => {
  fc.assert(
    fc.property(nasty, nasty, (column, cell) => {
      const pieces = renderRows([column, "list"], [{ [column]: cell, list: [{ [cell]: cell }] }], output, {
        width: 80,
        isRich: false,
      });
      expect(withoutLineFeeds([...pieces].join(""))).not.toMatch(hidden);
    }),
  );
});
