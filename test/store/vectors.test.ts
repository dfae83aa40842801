import { array, assert, asyncProperty, bigInt, constantFrom, integer, oneof, option, record, string } from "fast-check";
import { expect, test } from "vitest";
import { columnEntry } from "../../src/parse/entry.ts";
import { recordOf } from "../../src/parse/record.ts";
import { RowWriter } from "../../src/parse/row-writer.ts";
import { Batches } from "../../src/rows/batches.ts";
import { Database } from "../../src/store/database.ts";
import { Load } from "../../src/store/load.ts";
import { schema } from "../../src/store/schema.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

// A text stands in its cells up to 12 bytes, and elsewhere from 13 on.
const text = oneof(
  string({ unit: "grapheme", minLength: 1, maxLength: 16 }),
  integer({ min: 10, max: 15 }).map((length) => "x".repeat(length)),
  string({ minLength: 100, maxLength: 3000 }),
).filter((each) => !/^-?$/.test(each.trim()) && !/[\u0000-\u001f]/.test(each));
const number = oneof(integer({ min: 0, max: 0xffff }), bigInt({ min: 0n, max: 10n ** 18n - 1n }));
const row = record({
  path: option(text),
  user_agent: option(text),
  duration_ms: option(number),
  response_flags: option(array(constantFrom("URX", "UT", "UpstreamConnectionFailure"), { minLength: 1, maxLength: 4 })),
});

test("any rows are in the table as they were written", async () => {
  const temporary = await temporaryFolder();
  const database = await Database.open({ path: `${temporary}/t.duckdb`, temporary, memoryLimit: "300MB", threads: 2 });
  for (const statement of schema) await database.run(statement);
  const [batches, writer] = [new Batches(), new RowWriter()];
  await assert(
    asyncProperty(array(array(row, { minLength: 1, maxLength: 30 }), { maxLength: 12 }), async (groups) => {
      await database.run("DELETE FROM line");
      const load = Load.begin(database);
      let line = 0;
      for (const rows of groups) {
        const batch = batches.next();
        for (const { path, user_agent, duration_ms, response_flags } of rows) {
          const entries = [
            columnEntry("path", path),
            columnEntry("user_agent", user_agent),
            columnEntry("duration_ms", duration_ms === null ? null : String(duration_ms)),
            columnEntry("response_flags", response_flags === null ? null : response_flags.join(",")),
          ];
          writer.record(batch, recordOf(entries));
          writer.end(batch, ++line);
        }
        await load.add(batch);
      }
      await load.end();
      const stored = await database.query(
        "SELECT path, user_agent, duration_ms, response_flags FROM line ORDER BY line_id",
      );
      expect(stored.map((each) => ({ ...each, duration_ms: whole(each["duration_ms"]) }))).toEqual(
        groups.flat().map((each) => ({
          ...each,
          duration_ms: whole(each.duration_ms),
          response_flags: each.response_flags ?? [],
        })),
      );
    }),
    { numRuns: 60 },
  );
  database.close();
});

/** Numbers come as one kind or the other, by their size. */
function whole(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
