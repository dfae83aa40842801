import * as fc from "fast-check";
import { expect, test } from "vitest";
import { markdownCode, markdownText, visible, visibleJson } from "../../src/report/escape.ts";

test.each([
  ["\u001b[31mred", "\\x1b[31mred"],
  ["a\nb\r\tc", "a\\nb\\r\\tc"],
  ["\u009b31m", "\\x9b31m"],
  ["\u202egnp.exe", "\\u{202e}gnp.exe"],
  ["\u2066a\u2069", "\\u{2066}a\\u{2069}"],
  ["pass\u200bword\ufeff", "pass\\u{200b}word\\u{feff}"],
  ["\ud800", "\\u{d800}"],
  ["\u{e0041}", "\\u{e0041}"],
  ["/口座/é/ñ/😀", "/口座/é/ñ/😀"],
  ["e\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\\u{301}\\u{301}"],
])("%j is made visible as %s", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test("visible text stays as it is when made visible again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(visible(visible(text))).toBe(visible(text));
    }),
  );
});

test("JSON made visible is read as the same value", () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: "binary" }), (json) => {
      expect(JSON.parse(visibleJson(json))).toEqual(JSON.parse(json));
    }),
  );
});

test.each([
  ["a *b* _c_ `d` <b> [x](y) a|b $x$ ~z~", "a \\*b\\* \\_c\\_ \\`d\\` \\<b\\> \\[x\\](y) a\\|b \\$x\\$ \\~z\\~"],
  ["- not a list", "\\- not a list"],
  ["1. not a list", "1\\. not a list"],
  ["# not a head", "`#` not a head"],
  [
    "ask @team at http://x.example or www.x.example about #12",
    "ask `@team` at `http://x.example` or `www.x.example` about `#12`",
  ],
  ["&lt;script&gt;", "\\&lt;script\\&gt;"],
])("%j is plain text in Markdown: %s", (text, shown) => {
  expect(markdownText(text)).toBe(shown);
});

test.each([
  ["POST /a", "`POST /a`"],
  ["a`b", "`` a`b ``"],
  ["``", "``` `` ```"],
  ["", "`  `"],
])("%j is code in Markdown: %s", (text, shown) => {
  expect(markdownCode(text)).toBe(shown);
});

test("code in Markdown ends where it should, whatever backticks are in it", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("`", "``", "a", " ", "|", "\n")), (parts) => {
      const shown = markdownCode(parts.join(""));
      const fence = /^`+/.exec(shown)?.[0] ?? "";
      const runs = shown.match(/`+/g) ?? [];
      expect(runs.filter((run) => run === fence)).toHaveLength(2);
      expect(shown.endsWith(fence)).toBe(true);
    }),
  );
});
