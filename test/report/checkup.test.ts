import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { doctor } from "../../src/index.ts";
import { renderCheckup } from "../../src/report/render-checkup.ts";
import { displayWidth } from "../../src/report/width.ts";
import { small } from "../helpers/in-memory.ts";
import { aCheckup, checkupFullOf } from "./checkups.ts";

const plain = { width: 80, isRich: false };

describe("a checkup reads as expected", () => {
  test.each([
    ["account-incident", "table", "checkup-account-incident.plain-80", plain],
    ["account-incident", "table", "checkup-account-incident.rich-200", { width: 200, isRich: true }],
    ["quiet-day", "table", "checkup-quiet-day.plain-80", plain],
    ["retry-storm", "markdown", "checkup-retry-storm.md", plain],
  ])("of %s as %s (%s)", async (story, output, name, canvas) => {
    const checkup = await doctor({ inputs: [`sample-logs/${story}`], ...small });
    await expect(renderCheckup(checkup, output, canvas)).toMatchFileSnapshot(`expected/${name}.txt`);
  });

  test("of everything that can be said", async () => {
    await expect(renderCheckup(aCheckup(), "table", plain)).toMatchFileSnapshot("expected/checkup.plain-80.txt");
  });
});

test("an output that there is not is refused by name", () => {
  expect(() => renderCheckup(aCheckup(), "xml", plain)).toThrow(/there is no output "xml"/);
});

test("nothing missing is never more than nothing found in what could be checked", () => {
  const clean = aCheckup({ fields: [], suspicions: [], absent: [], clocks: [], advice: [] });
  expect(renderCheckup(clean, "table", plain)).toMatch(/^nothing found missing in what could be checked;/);
});

test("logs without a request are not said to lack nothing", () => {
  const [proxy] = aCheckup().proxies;
  const shown = renderCheckup(aCheckup({ proxies: [{ ...proxy!, http: 0 }], suspicions: [] }), "table", plain);
  expect(shown).toMatch(/^no HTTP request in these logs: there is nothing to judge\n/);
  expect(shown).not.toMatch(/^Fields$/m);
});

test("many pods are shown by workload", () => {
  const [proxy] = aCheckup().proxies;
  const proxies = Array.from({ length: 40 }, (_, nth) => ({
    ...proxy!,
    proxy: `accounts-${nth}`,
    workload: nth < 30 ? "accounts" : "oauth",
  }));
  const shown = renderCheckup(aCheckup({ proxies }), "table", plain);
  expect(shown).toMatch(/^ {2}accounts +30 +30,000 /m);
  expect(shown).toMatch(/^ {2}oauth +10 +10,000 /m);
});

const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom(
        "\u001b[2J",
        "\u009b31m",
        "\r",
        "\n",
        "\t",
        "\u202e",
        "\u200b",
        "\ud800",
        "```",
        "| a |",
        "<script>",
        "?token=abc",
        "a@b.example",
      ),
      fc.string({ unit: "grapheme-ascii", minLength: 60, maxLength: 140 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const colours = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");

test.each(["table", "markdown", "json"])("no name of a log controls a terminal in %s", (output) => {
  fc.assert(
    fc.property(nasty, (text) => {
      const canvas = { width: 80, isRich: output === "table" };
      const shown = renderCheckup(checkupFullOf(text), output, canvas).replace(colours, "");
      expect(shown.replaceAll("\n", "")).not.toMatch(hidden);
    }),
  );
});

test("no name of a log makes a text wider than the terminal", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const shown = renderCheckup(checkupFullOf(text), "table", plain);
      for (const line of shown.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    }),
  );
});

test.each(["markdown", "json"])("no name of a log adds a line in %s", (output) => {
  const lines = (text: string): number => renderCheckup(checkupFullOf(text), output, plain).split("\n").length;
  const harmless = lines("x");
  fc.assert(
    fc.property(nasty, (text) => {
      expect(lines(text)).toBe(harmless);
    }),
  );
});

test.each(["table", "markdown", "json"])("secrets in names are masked in %s", (output) => {
  const shown = renderCheckup(checkupFullOf("https://x/?token=s3cr3tvalue mail me@example.org"), output, {
    width: 200,
    isRich: false,
  });
  expect(shown).not.toMatch(/s3cr3tvalue|me@example/);
});
