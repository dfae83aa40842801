import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  double,
  jsonValue,
  nat,
  oneof,
  shuffledSubarray,
  string,
  tuple,
  type Arbitrary,
} from "fast-check";
import { expect, test } from "vitest";
import { customFormat } from "../../src/parse/custom-format.ts";
import { formats } from "../../src/parse/formats/index.ts";
import istioJson from "../../src/parse/formats/istio-json.ts";
import { Recogniser } from "../../src/parse/recognise.ts";
import { readLines, readWith } from "./read-lines.ts";

const keys = [...Object.keys(istioJson.shape.json), "team", "istio_policy_status", "x.y"];
const times = constantFrom(
  "2026-11-20T09:16:10.001Z",
  "2026-11-20T09:16:10Z",
  "2026-02-30T00:00:00.000Z",
  "-",
  "",
  "5",
);
const value: Arbitrary<unknown> = oneof(
  constantFrom(null, "-", "", "GET", "HTTP/1.1", "URX,UF", "Unavailable", "007", "1e3", 200.5, -1, 1e21),
  nat(),
  nat().map(String),
  times,
  string({ maxLength: 12 }),
  double({ noNaN: true, noDefaultInfinity: true }),
  jsonValue({ maxDepth: 2 }),
);
const must = {
  start_time: times,
  response_code: oneof(nat(599), nat(599).map(String)),
  path: string({ maxLength: 9 }),
};

/** Two lines of one layout: the same keys in the same order, with values of their own. */
const twins = shuffledSubarray(keys).chain((some) => {
  const names = [...new Set([...some, ...Object.keys(must)])];
  const object = tuple(...names.map((name) => Object.entries(must).find(([key]) => key === name)?.[1] ?? value)).map(
    (values) => JSON.stringify(Object.fromEntries(values.map((each, index) => [names[index]!, each]))),
  );
  return tuple(object, object);
});

const recogniser = new Recogniser(formats);

test("a line is read alike whether a marker takes it or not", async () => {
  await assert(
    asyncProperty(array(twins, { minLength: 5, maxLength: 5 }), async (pairs) => {
      for (const [one, other] of pairs) {
        const [, second, again] = await readWith([one, other, other], recogniser);
        const [alone] = await readWith([other], recogniser);
        expect([other, second]).toEqual([other, alone]);
        expect([other, again]).toEqual([other, alone]);
      }
    }),
    { numRuns: 60 },
  );
});

test("a layout with objects inside is learned, too", async () => {
  const mine = customFormat(
    "mine",
    '{"t":"%START_TIME(%s)%","http":{"code":"%RESPONSE_CODE%","path":"%REQ(:PATH)%"},"d":"%DURATION%"}',
  );
  const line = (second: number): string =>
    `{"t":"179516617${second}","http":{"code":50${second},"path":"/${second}"},"d":${second}.0}`;
  const lines = [line(0), line(1), line(2), line(3).replace('"/3"', '"/\\"3"')];
  const outcomes = await readLines(lines, [mine, ...formats]);
  expect(
    outcomes.map(
      (outcome) =>
        outcome.is === "record" && [
          outcome.format,
          outcome.record["response_code"],
          outcome.record["path"],
          outcome.record["duration_ms"],
        ],
    ),
  ).toEqual([
    ["mine", 500, "/0", 0],
    ["mine", 501, "/1", 1],
    ["mine", 502, "/2", 2],
    ["mine", 503, '/"3', 3],
  ]);
});

test("a layout of very many keys is not learned, since a marker grows with them", async () => {
  const line = (extra: number): string => {
    const more = Array.from({ length: extra }, (_, nth) => [`extra_${nth}`, nth]);
    return JSON.stringify({ ...JSON.parse(istioJson.samples[0]!.line), ...Object.fromEntries(more) });
  };
  expect(recogniser.read(line(10), new Set())).toMatchObject({ is: "read", learned: { format: istioJson.name } });
  expect(recogniser.read(line(10_000), new Set())).toMatchObject({ is: "read", learned: null });
});
