import * as fc from "fast-check";
import { expect, test } from "vitest";
import { inkFor } from "../../src/report/ink.ts";
import { drawLanes } from "../../src/report/lanes.ts";
import { displayWidth } from "../../src/report/width.ts";
import { aLane, aTrace } from "./builders.ts";

const ascii = inkFor({ width: 80, isRich: false });

const draw = (lanes: Parameters<typeof aTrace>[0], width = 76): string[] => drawLanes(aTrace(lanes), width, ascii);

test("lanes stand where they began, as long as they took", () => {
  const lanes = [0, 100, 200, 300].map((offset_ms) =>
    aLane({ offset_ms, duration_ms: 100, outcome: "not_seen", proxy: "p" }),
  );
  expect(draw({ duration_ms: 400, lanes }, 62)).toEqual([
    "   0 ms  |-----|                   p  ? not seen in these logs",
    "+100 ms        |-----|             p  ? not seen in these logs",
    "+200 ms              |----|        p  ? not seen in these logs",
    "+300 ms                   |-----|  p  ? not seen in these logs",
  ]);
});

test("a lane narrower than a column is a mark", () => {
  const [short] = draw({
    duration_ms: 60_000,
    lanes: [aLane({ duration_ms: 3 }), aLane({ offset_ms: 30_000, duration_ms: 30_000 })],
  });
  expect(short).toMatch(/^ {3}0 ms {2}\| +accounts/);
});

test("a send that is not known to have ended is a mark", () => {
  const [lane] = draw({ lanes: [aLane({ duration_ms: null })] });
  expect(lane).toMatch(/^0 ms {2}\| +accounts-6c4d {2}\+ delivered, no answer seen/);
});

test("of many sends the first two and the last are drawn, and the rest counted", () => {
  const lanes = Array.from({ length: 20 }, (_, index) => aLane({ offset_ms: index * 10, duration_ms: 9 }));
  const lines = draw({ duration_ms: 200, lanes });
  expect(lines).toHaveLength(4);
  expect(lines[2]).toBe("         17 more sends between");
  expect(lines[3]).toMatch(/^\+190 ms/);
});

test.each([
  [
    [aLane({ outcome: "answered", response_code: 201, response_flags: [], response_code_details: "via_upstream" })],
    ["= answered 201 after 100 ms"],
  ],
  [
    [aLane(), aLane({ outcome: "answered", response_code: 409, response_flags: [], response_code_details: null })],
    ["+ delivered", "x answered 409"],
  ],
  [
    [aLane({ outcome: "answered", response_code: 503, response_flags: [], response_code_details: null })],
    ["+ answered 503"],
  ],
  [
    [aLane({ outcome: "not_reached", response_code: 503, response_flags: ["UF"] })],
    [". not delivered, proxy answered 503: upstream connection failed (UF)"],
  ],
  [
    [aLane({ outcome: "unknown", response_flags: ["UC"] })],
    ["? may have been delivered after 100 ms: upstream closed the connection (UC)"],
  ],
  [
    [aLane({ outcome: "answered", response_code: 503, response_flags: ["NEW"] })],
    ["+ answered 503 after 100 ms: flag NEW"],
  ],
])("a send says in words what came of it (%#)", (lanes, words) => {
  const lines = drawLanes(aTrace({ lanes }), 200, ascii);
  for (const [index, each] of words.entries()) expect(lines[index]).toContain(each);
});

test("lanes fit the width, whatever the times and however long the names", () => {
  const lane = fc
    .record({
      offset_ms: fc.integer({ min: -5_000, max: 10_000_000 }),
      duration_ms: fc.option(fc.integer({ min: 0, max: 10_000_000 })),
      proxy: fc.option(fc.string({ maxLength: 60, unit: fc.constantFrom("a", "口", "-") })),
    })
    .map(aLane);
  fc.assert(
    fc.property(
      fc.array(lane, { maxLength: 12 }),
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.integer({ min: 76, max: 220 }),
      (lanes, duration_ms, width) => {
        for (const line of drawLanes(aTrace({ lanes, duration_ms }), width, ascii))
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});
