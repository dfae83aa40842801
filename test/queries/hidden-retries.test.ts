import { expect, test } from "vitest";
import { clientLine, serverLine } from "../helpers/lines.ts";
import { answered, cutThenAnswered, cutToTheEnd, neverArrived, refusedThenAnswered } from "../helpers/stories.ts";
import { foundIn, times, type Telling } from "./found.ts";

const detector = "hidden-retries";

test("successes that took more than one send are one finding of their route", async () => {
  const [finding, ...others] = await foundIn(detector, [
    ...times(7, refusedThenAnswered),
    ...times(3, cutThenAnswered),
    ...times(90, answered),
  ]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    route: "POST payments.prod /payments",
    hits: 10,
    summary:
      "10 of 100 requests succeeded only after 20 sends, and their lines show no flag; 10 of them reached the application more than once; callers waited 31 ms for the sends before the last, in the middle",
    why: "of 10 first sends whose end was logged, 7 were answered 503",
    values: { requests: 100, sends: 20, handed_twice: 10, lost_ms: 31 },
  });
});

test("below one request in ten it is only for information", async () => {
  const some = [...times(10, refusedThenAnswered), ...times(91, answered)];
  expect(await foundIn(detector, some)).toMatchObject([{ severity: "info", hits: 10 }]);
});

test("nothing is found in few, nor in what shows a flag or a failure", async () => {
  const shown = [...times(12, cutToTheEnd), ...times(12, neverArrived)];
  expect(await foundIn(detector, [...shown, ...times(9, refusedThenAnswered)])).toEqual([]);
});

test("nothing is found where they are a small part of all", async () => {
  const some = [...times(10, refusedThenAnswered), ...times(10, answered)];
  expect(await foundIn(detector, some, ["hidden-retries.min_share=0.6"])).toEqual([]);
});

test("a send that did not arrive is hidden too, and harmless", async () => {
  const secondConnection: Telling = ({ at, id }) => ({
    calls: [clientLine({ at, id, attempts: 2, took: 80 })],
    arrivals: [serverLine({ at: at + 40, id, took: 38, ordinal: 2 })],
  });
  expect(await foundIn(detector, times(10, secondConnection))).toMatchObject([
    {
      hits: 10,
      values: { handed_twice: 0, lost_ms: null, ending: null },
      why: "the sends before the last left no line, as those do that found no connection or whose server side is not logged",
    },
  ]);
});
