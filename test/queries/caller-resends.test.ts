import { expect, test } from "vitest";
import { clientLine, idOf, serverLine } from "../helpers/lines.ts";
import { answered, refusedThenAnswered } from "../helpers/stories.ts";
import { found, foundIn, times, type Telling } from "./found.ts";
import { nested } from "./nested.ts";

const detector = "caller-resends";

/** A call that fails, and the same call again after `gap` ms, under the same id or another. */
function twice({ gap = 10, isOther = false, method = "POST" } = {}): Telling {
  return ({ at, id }) => {
    const again = { at: at + 40 + gap, id: isOther ? idOf(10_000 + at) : id, method };
    return {
      calls: [clientLine({ at, id, method, code: 503, took: 40 }), clientLine(again)],
      arrivals: [
        serverLine({ at: at + 1, id, method, code: 503, took: 38 }),
        serverLine({ ...again, at: again.at + 1 }),
      ],
    };
  };
}

test("a caller that repeats a failed call under the same id is a finding, and critical where both arrived", async () => {
  const [finding, ...others] = await foundIn(detector, [...times(3, twice()), ...times(2, answered)]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "critical",
    route: "POST payments.prod /payments",
    first_seen: "2026-11-20 09:00:00.000",
    last_seen: "2026-11-20 09:00:02.090",
    hits: 3,
    summary: "3 of 8 requests repeat one that had failed; the application had got both in 3",
    why: "the caller 10.0.1.1 (okhttp/5) sent again 10 ms (in the middle) after 503, with the same request id",
    values: { same_id: 3, other_id: 0, unsure: 0, handed_twice: 3, succeeded: 3, callers: 1 },
  });
});

test("under another id it is a warning, since only caller, call, size and time tie the two together", async () => {
  const findings = await foundIn(
    detector,
    times(3, (at) => twice({ isOther: true })({ ...at, at: at.at * 60 })),
  );
  expect(findings).toMatchObject([
    { severity: "warning", hits: 3, values: { same_id: 0, other_id: 3, handed_twice: 0, may_be_twice: 3 } },
  ]);
});

test("a repetition under another id on a busy route may be chance, and is told apart", async () => {
  const busy: Telling = ({ at, id }) => ({
    calls: [0, 50, 100, 150].map((later) =>
      clientLine({ at: at + later, id: idOf(Number.parseInt(id.slice(0, 8), 16) * 10 + later + 1), took: 30 }),
    ),
    arrivals: [],
  });
  const slow = twice({ isOther: true, gap: 400 });
  const crowd =
    (nth: number): Telling =>
    (at) =>
      nth % 2 === 0 ? busy(at) : slow(at);
  const tellings = Array.from({ length: 12 }, (_, nth) => crowd(nth));
  expect(await foundIn(detector, tellings)).toEqual([]);
  expect(await foundIn(detector, tellings, ["caller-resends.max_chance=5"])).toMatchObject([{ hits: 6 }]);
});

test("nothing is found where a proxy sent again, nor in two repetitions", async () => {
  expect(await foundIn(detector, [...times(5, refusedThenAnswered), ...times(2, twice())])).toEqual([]);
});

test("an application that ran again because its own request was sent again is no such caller", async () => {
  const again = { outer: 2, inner: 1 };
  expect(await found(detector, nested(again, again, again))).toEqual([]);
});

test("methods that may be repeated are told for information", async () => {
  expect(await foundIn(detector, times(3, twice({ method: "PUT" })))).toMatchObject([
    { severity: "info", hits: 3, remedy: "nothing is at risk; count these among the retries of the layers below" },
  ]);
});

test("a minute later it is another request", async () => {
  const late = (at: Parameters<Telling>[0]): ReturnType<Telling> => twice({ gap: 61_000 })({ ...at, at: at.at * 1000 });
  expect(await foundIn(detector, times(3, late))).toEqual([]);
});
