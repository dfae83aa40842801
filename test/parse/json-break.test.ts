import { array, assert, constantFrom, jsonValue, nat, property, tuple } from "fast-check";
import { expect, test } from "vitest";
import { jsonBreak } from "../../src/parse/json-break.ts";

test.each([
  ['{"a":1,"b":[true,null,{"c":"\\u00e9"}]}', null],
  ['{"a":}', 5],
  ['{"a":1,}', 7],
  ['{"a" 1}', 5],
  ['{"a":1', 6],
  ['{"a":"x', 5],
  ['{"a":"x"} y', 10],
  ["[1,]", 3],
  ["{a:1}", 1],
  ["", 0],
])("%s breaks at %s", (text, at) => {
  expect(jsonBreak(text)).toBe(at);
});

test("a text breaks where and only where JSON.parse refuses it", () => {
  const damaged = tuple(
    jsonValue(),
    nat(),
    constantFrom("", '"', "}", "x", "\\", ","),
    array(nat(3), { maxLength: 1 }),
  ).map(([value, place, piece, cut]) => {
    const text = JSON.stringify(value);
    const at = place % (text.length + 1);
    return text.slice(0, at) + piece + text.slice(at + (cut[0] ?? 0));
  });
  assert(
    property(damaged, (text) => {
      expect([text, jsonBreak(text) === null]).toEqual([text, isJson(text)]);
    }),
    { numRuns: 500 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
