import { describe, expect, test } from "vitest";
import { customFormat } from "../../src/parse/custom-format.ts";
import { formats } from "../../src/parse/formats/index.ts";
import { compile } from "../../src/parse/format-string.ts";
import { textFormatsIn } from "../../src/parse/text-format.ts";
import { canHaveRival } from "../../src/parse/rivals.ts";
import { readLines } from "./read-lines.ts";

const short = '[%START_TIME%] %RESPONSE_CODE% "%REQ(USER-AGENT)%"';
const long = '[%START_TIME%] %RESPONSE_CODE% "%REQ(USER-AGENT)%" "%REQ(REFERER)%"';

describe("a marker's line can have another reading", () => {
  test.each([
    ["where quotes inside a value of the shorter format make a field of the longer", long, short, true],
    ["but not the other way round, since quotes in a marker's line are the format's own", short, long, false],
    ["nor of one format with quotes around what clients write", long, long, false],
    [
      "where clients write two fields with a blank between",
      "%REQ(:PATH)% %REQ(USER-AGENT)%",
      "%REQ(:PATH)% %REQ(USER-AGENT)%",
      true,
    ],
    [
      "but not where only the proxy writes them",
      "%RESPONSE_CODE% %UPSTREAM_HOST%",
      "%RESPONSE_CODE% %UPSTREAM_HOST%",
      false,
    ],
    ["where the same place holds another header", '"%REQ(X-FORWARDED-FOR)%"', '"%REQ(REFERER)%"', true],
    ["but not where the literals part", 'a "%REQ(X-FORWARDED-FOR)%"', 'b "%REQ(REFERER)%"', false],
  ])("%s", (_, marked, other, can) => {
    expect(canHaveRival(compile(marked), compile(other))).toBe(can);
  });

  test("fields that the proxy writes count only where all are asked for", () => {
    const [one, other] = [compile("%BYTES_SENT% %BYTES_RECEIVED%"), compile("%BYTES_RECEIVED% %BYTES_SENT%")];
    expect([canHaveRival(one, other), canHaveRival(one, other, "all")]).toEqual([false, true]);
  });
});

test("the shelf says truly which of its formats have rivals on it", () => {
  const texts = textFormatsIn(formats);
  const rivalled = texts.filter(({ template }) => texts.some((other) => canHaveRival(template, other.template)));
  const said = texts.filter(({ hasRival }) => hasRival);
  expect(said.map(({ name }) => name)).toEqual(rivalled.map(({ name }) => name));
});

test("lines whose reading a client could have made are no rows, whatever came before them", async () => {
  const both = [customFormat("short", short), customFormat("long", long)];
  const lines = ['[2026-11-20T09:16:10.001Z] 200 "a" "b"', '[2026-11-20T09:16:10.001Z] 200 "a"'];
  for (const order of [lines, lines.toReversed(), [...lines, ...lines]]) {
    const outcomes = await readLines(order, both);
    const told = outcomes.map((outcome) => (outcome.is === "record" ? outcome.format : outcome.is));
    expect(told).toEqual(order.map((line) => (line === lines[0] ? "reject" : "short")));
  }
});
