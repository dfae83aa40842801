import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ingest, querySql, type Row } from "../../src/index.ts";
import { small, writeLogs } from "../helpers/in-memory.ts";
import { clientLine, cutOff, idOf, jsonOf, perTryTimeout, serverLine, type Line } from "../helpers/lines.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** All that correlation derived, row by row. */
async function derivedOf(db: string): Promise<readonly (readonly Row[])[]> {
  const rowsOf = async (sql: string): Promise<readonly Row[]> => (await querySql({ db, sql, ...small })).rows;
  return [
    await rowsOf("SELECT * FROM request ORDER BY id"),
    await rowsOf("SELECT * FROM send ORDER BY request, ordinal, line"),
  ];
}

/** What was derived after the files were ingested in these groups, one after the other. */
async function ingestedIn(
  folder: string,
  name: string,
  groups: readonly (readonly string[])[],
): Promise<readonly (readonly Row[])[]> {
  const db = join(folder, `${name}.duckdb`);
  for (const inputs of groups) if (inputs.length > 0) await ingest({ inputs, db, ...small });
  return derivedOf(db);
}

type Story = (values: {
  readonly at: number;
  readonly id: string;
  readonly path: string;
}) => readonly (readonly Line[])[];

/** What one request can look like in the logs of its two sides: the lines of the caller's proxy, and those of the callee's. */
const stories: readonly Story[] = [
  ({ at, ...own }) => [[clientLine({ at, ...own })], [serverLine({ at: at + 1, ...own })]],
  ({ at, ...own }) => [
    [clientLine({ at, ...own, ...perTryTimeout, attempts: 2, took: 212 })],
    [
      serverLine({ at: at + 1, ...own, ...cutOff, took: 100 }),
      serverLine({ at: at + 112, ...own, ...cutOff, took: 99, pod: 2, ordinal: 2 }),
    ],
  ],
  ({ at, ...own }) => [
    [clientLine({ at, ...own, attempts: 2, took: 90 })],
    [serverLine({ at: at + 1, ...own, code: 503, took: 9 }), serverLine({ at: at + 50, ...own, ordinal: 2 })],
  ],
  ({ at, ...own }) => [
    [clientLine({ at, ...own, code: 503, took: 20 }), clientLine({ at: at + 300, ...own })],
    [serverLine({ at: at + 1, ...own, code: 503, took: 18 }), serverLine({ at: at + 301, ...own })],
  ],
  // The same caller under another id: two requests that only time and call join.
  ({ at, ...own }) => [
    [
      clientLine({ at, ...own, code: 503, took: 20 }),
      clientLine({ at: at + 400, ...own, id: own.id.replace("7b8c", "7b9d") }),
    ],
    [serverLine({ at: at + 1, ...own, code: 503, took: 18 })],
  ],
  // Without an id.
  ({ at, path }) => [
    [clientLine({ at, path, id: "-", ...perTryTimeout, took: 212 })],
    [
      serverLine({ at: at + 1, path, id: "-", ...cutOff, took: 100 }),
      serverLine({ at: at + 112, path, id: "-", ...cutOff, took: 99 }),
    ],
  ],
  ({ at, ...own }) => [
    [],
    [serverLine({ at, ...own, ...cutOff, took: 100 }), serverLine({ at: at + 115, ...own, pod: 2, ordinal: 2 })],
  ],
];

const logs = fc
  .array(fc.tuple(fc.constantFrom(...stories), fc.nat(60_000)), { minLength: 4, maxLength: 14 })
  .map((picks) => picks.map(([story, at], nth) => story({ at, id: idOf(nth), path: "/payments" })))
  .map((told) => ({
    calls: told.flatMap(([calls = []]) => calls),
    arrivals: told.flatMap(([, arrivals = []]) => arrivals),
  }));

/** The lines cut into so many files, as a rotation does: by the order in which they were written. */
function rotated(name: string, lines: readonly Line[], pieces: number): Record<string, Line[]> {
  const written = [...lines].sort((a, b) => a.at + a.took - (b.at + b.took));
  const size = Math.ceil(written.length / pieces);
  const files = Array.from(
    { length: pieces },
    (_, index) => [`${name}-${index}.log`, written.slice(index * size, (index + 1) * size)] as const,
  );
  return Object.fromEntries(files.filter(([, piece]) => piece.length > 0));
}

test(
  "logs that were ingested in parts give the same requests and sends as in one go",
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }), async ({ calls, arrivals }, cuts) => {
        const folder = await temporaryFolder();
        const files = { ...rotated("orders", calls, 3), ...rotated("payments", arrivals, 3) };
        const paths = await writeLogs(folder, files, jsonOf);
        const bounds = [0, ...cuts.toSorted((a, b) => a - b), paths.length];
        const groups = bounds.slice(1).map((end, index) => paths.slice(bounds[index], end));
        expect(await ingestedIn(folder, "parts", groups)).toEqual(await ingestedIn(folder, "whole", [paths]));
      }),
      { numRuns: 8, seed: 20261120, endOnFailure: true },
    );
  },
);
