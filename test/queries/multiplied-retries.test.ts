import { expect, test } from "vitest";
import { found } from "./found.ts";
import { nested } from "./nested.ts";

const detector = "multiplied-retries";

test("two layers that both retried are a finding, with the product of the worst", async () => {
  const [finding, ...others] = await found(
    detector,
    nested({ outer: 3, inner: 3 }, { outer: 2, inner: 2 }, { outer: 3, inner: 2 }),
  );
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "critical",
    route: "POST shop.example.com /checkout",
    hits: 3,
    summary: "3 requests were sent again by two layers: up to 9 sends of POST payments.prod /payments for one request",
    why: "gateway sent the request 3 times, and for each of them orders sent the call inside up to 3 times",
    values: {
      inner_route: "POST payments.prod /payments",
      worst: 9,
      mean: 6.33,
      outer_sends: 3,
      inner_requests: 3,
      handed_twice: 8,
      layers: "gateway (3 sends) > orders (3 sends each)",
    },
  });
});

test("methods that may be repeated make it a warning", async () => {
  const shape = { outer: 2, inner: 2, method: "PUT" };
  expect(await found(detector, nested(shape, shape, shape))).toMatchObject([
    { severity: "warning", values: { worst: 4, handed_twice: 0 } },
  ]);
});

test("nothing is found where one layer alone retried", async () => {
  const [upper, lower] = [
    { outer: 3, inner: 1 },
    { outer: 1, inner: 3 },
  ];
  expect(await found(detector, nested(upper, upper, upper, lower, lower, lower))).toEqual([]);
});

test("nothing is found in two requests, but with a parameter for it", async () => {
  const shape = { outer: 3, inner: 3 };
  expect(await found(detector, nested(shape, shape))).toEqual([]);
  expect(await found(detector, nested(shape, shape), ["multiplied-retries.min_requests=2"])).toMatchObject([
    { hits: 2 },
  ]);
});
