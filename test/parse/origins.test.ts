import { expect, test } from "vitest";
import { Origins } from "../../src/parse/origins.ts";

test("lines of one source, one pod and one format have one origin, however they take turns", () => {
  const origins = new Origins(7);
  const [web, shop] = [{ pod: "web-1" }, { pod: "shop-1" }];
  const found = [
    origins.of(1, web, "istio"),
    origins.of(1, shop, "istio"),
    origins.of(1, web, "istio"),
    origins.of(1, web, "envoy"),
    // Another source, then the first again with facts that are equal but another object.
    origins.of(2, web, "istio"),
    origins.of(1, { pod: "web-1" }, "istio"),
  ];
  for (const origin of found) origin.lines++;
  expect(found.map(({ origin_id }) => origin_id)).toEqual([7, 8, 7, 9, 10, 7]);
  expect(origins.used.map(({ source_id, facts, format }) => [source_id, facts.pod, format])).toEqual([
    [1, "web-1", "istio"],
    [1, "shop-1", "istio"],
    [1, "web-1", "envoy"],
    [2, "web-1", "istio"],
  ]);
});
