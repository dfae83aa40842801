import { expect, test } from "vitest";
import { captured, changed, type Captured } from "../helpers/captured.ts";
import { inMemory, type Logs } from "../helpers/in-memory.ts";

/** The requests that were handed over more than once, surely or probably, by id and path. */
async function accusedIn(logs: Logs): Promise<string[]> {
  const { query } = await inMemory(logs);
  const rows = await query(
    "SELECT DISTINCT request_id, path FROM request WHERE verdict IN ('confirmed', 'probable') ORDER BY ALL",
  );
  return rows.map(({ request_id: id, path }) => `${id} ${path}`);
}

/** When the line's request began, in ms. */
const timeOf = (line: string): number => Date.parse(line.slice(1, 25));
const moved = (line: string, ms: number): string => `[${new Date(timeOf(line) + ms).toISOString()}${line.slice(25)}`;
const codeOf = (line: string): number => Number(/" (\d{1,3}) /.exec(line)?.[1]);

const times = (logs: Captured): { first: number; last: number } => {
  const all = Object.values(logs).flat().map(timeOf);
  return { first: Math.min(...all), last: Math.max(...all) };
};

/** A number of a file's own between -1 and 1. */
const ownOf = (file: string): number => ((file.charCodeAt(0) * 31 + file.charCodeAt(9) * 7) % 21) / 10 - 1;

/** What is left of the logs in each case. */
const losses: readonly (readonly [string, (logs: Captured) => Captured])[] = [
  ["the side that asks only", (logs) => ({ "gateway-7d9f.log": logs["gateway-7d9f.log"] ?? [] })],
  ["the side that is asked only", (logs) => ({ ...logs, "gateway-7d9f.log": [] })],
  [
    "a gap in the log of one proxy",
    (logs) => {
      const { first, last } = times(logs);
      const [from, to] = [first + (last - first) / 3, first + (2 * (last - first)) / 3];
      return changed(logs, (line, file) =>
        file === "accounts-6c4d.log" && timeOf(line) > from && timeOf(line) < to ? null : line,
      );
    },
  ],
  [
    "a filter that kept errors only",
    (logs) => changed(logs, (line) => (codeOf(line) < 400 && codeOf(line) > 0 ? null : line)),
  ],
  [
    "a last minute that is missing in one log",
    (logs) => {
      const { last } = times(logs);
      return changed(logs, (line, file) => (file === "oauth-2b7e.log" && timeOf(line) > last - 60_000 ? null : line));
    },
  ],
  [
    "one line in twenty lost",
    (logs) => changed(logs, (line, file) => ((line.length + file.length) % 20 === 0 ? null : line)),
  ],
  ["clocks up to 20 ms apart", (logs) => changed(logs, (line, file) => moved(line, Math.round(20 * ownOf(file))))],
  [
    "clocks that drift by up to half a millisecond in a second",
    (logs) => {
      const { first } = times(logs);
      return changed(logs, (line, file) => moved(line, Math.round((timeOf(line) - first) * 0.0005 * ownOf(file))));
    },
  ],
];

test.each(losses)("with %s no more requests are accused than with all logs", async (_, without) => {
  const logs = await captured("account-incident");
  const all = await accusedIn(logs);
  expect(all.length).toBeGreaterThan(5);
  expect(all).toEqual(expect.arrayContaining(await accusedIn(without(logs))));
});

test("the side that asks alone confirms nothing, and the side that is asked alone all that it was handed twice", async () => {
  const logs = await captured("account-incident");
  const [asking, asked] = losses.slice(0, 2).map(([, without]) => without(logs));
  expect(await accusedIn(asking!)).toEqual([]);
  expect(await accusedIn(asked!)).toEqual(await accusedIn(logs));
});

test("a clock that is 30 seconds off changes no verdict", async () => {
  const logs = await captured("account-incident");
  const off = changed(logs, (line, file) => (file === "accounts-9f21.log" ? moved(line, 30_000) : line));
  expect(await accusedIn(off)).toEqual(await accusedIn(logs));
});

test("in times of whole seconds no more requests are accused, and most are still found", async () => {
  const logs = await captured("account-incident");
  const all = await accusedIn(logs);
  const some = await accusedIn(changed(logs, (line) => line.replace(/\.\d{3}Z\]/, ".000Z]")));
  expect(all).toEqual(expect.arrayContaining(some));
  expect(some.length).toBeGreaterThan(0.8 * all.length);
});

test("the same logs under two names change no verdict", async () => {
  const logs = await captured("account-incident");
  const again = Object.fromEntries(Object.entries(logs).map(([name, lines]) => [`copy-of-${name}`, [...lines, ""]]));
  expect(await accusedIn({ ...logs, ...again })).toEqual(await accusedIn(logs));
});

test("two clusters with the same names at the same time keep their requests apart", async () => {
  const logs = await captured("account-incident");
  // Another cluster has other ids.
  const other = changed(logs, (line) =>
    line.replace(/"[0-9a-f]([0-9a-f]{7}-[0-9a-f]{4}-4)/, (_, rest: string) => `"z${rest}`).replace('"z', '"f'),
  );
  const named = Object.fromEntries(Object.entries(other).map(([name, lines]) => [`other-${name}`, lines]));
  const both = await accusedIn({ ...logs, ...named });
  const [one, two] = [await accusedIn(logs), await accusedIn(named)];
  expect(both).toEqual([...new Set([...one, ...two])].sort());
  expect(two).toHaveLength(one.length);
});
