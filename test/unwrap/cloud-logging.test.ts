import { expect, test } from "vitest";
import istioText from "../../src/parse/formats/istio-text.ts";
import { unwrapped } from "../helpers/unwrapped.ts";

const text = istioText.samples[0]!.line;

/** An entry that is one of three pieces of a line, as Cloud Logging's API writes it. */
function piece(index: number, textPayload: string, pod = "web-1", uid = "u"): string {
  return JSON.stringify({
    insertId: `id-${uid}`,
    timestamp: "2026-11-20T09:16:10Z",
    resource: { type: "k8s_container", labels: { pod_name: pod } },
    split: { uid, ...(index > 0 && { index }), totalSplits: 3 },
    textPayload,
  });
}

const [one, two, three] = [text.slice(0, 100), text.slice(100, 200), text.slice(200)];

test.each([
  ["as they were written", [0, 1, 2]],
  ["the newest first", [2, 1, 0]],
  ["in any order", [1, 2, 0]],
])("pieces of a split entry are one line, %s", async (_, order) => {
  const parts = [one, two, three];
  const lines = order.map((index) => piece(index, parts[index]!));
  expect(await unwrapped(lines.join("\n"))).toEqual([{ text, facts: { pod: "web-1" }, span: 3 }]);
});

test("pieces of two entries may interleave, and a piece that was exported twice counts once", async () => {
  const lines = [
    piece(0, one),
    piece(1, "b", "web-2", "v"),
    piece(0, one),
    piece(1, two),
    piece(0, "a", "web-2", "v"),
    piece(2, "c", "web-2", "v"),
    piece(2, three),
  ];
  expect((await unwrapped(lines.join("\n"))).map((line) => [line.text, line.span])).toEqual([
    ["", 1],
    ["abc", 3],
    [text, 3],
  ]);
});

test("pieces of which one is missing are given at the end, in their order", async () => {
  expect(await unwrapped([piece(1, two), piece(0, one)].join("\n"))).toEqual([
    { text: one + two, facts: { pod: "web-1" }, span: 2 },
  ]);
});
