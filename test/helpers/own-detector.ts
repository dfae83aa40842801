import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

/** The parts of a detector file of a user's own, all of them with dull values. */
export type OwnDetector = {
  readonly id?: string;
  /** Lines of the head besides those that every head must have, e.g. `params: {}`. */
  readonly head?: readonly string[];
  /** The keys of the head that are left out. */
  readonly without?: readonly string[];
  readonly columns?: string;
  readonly severity?: readonly string[];
  readonly sql?: string;
};

const sqlOfOneFinding = `with counted as (select count(*) as hits, min(began) as first_ms from request_fact)
select 'all' as route, date_add('millisecond', first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', first_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen, hits,
  cast(hits as varchar) || ' requests' as summary, cast(null as varchar) as why, 'nothing' as remedy, cast(array[] as bigint array) as examples
from counted
order by 1`;

const columnsOfOneFinding =
  "{ route: { type: VARCHAR, about: r. }, first_seen: { type: TIMESTAMP, about: f. }, last_seen: { type: TIMESTAMP, about: l. }, " +
  "hits: { type: BIGINT, about: h. }, summary: { type: VARCHAR, about: s. }, why: { type: VARCHAR, about: w. }, " +
  'remedy: { type: VARCHAR, about: r. }, examples: { type: "BIGINT[]", about: e. } }';

/** The text of a detector file. */
export function anOwnDetector(values: OwnDetector = {}): string {
  const {
    id = "own",
    head = [],
    without = [],
    columns = columnsOfOneFinding,
    severity = ["{ level: info }"],
    sql = sqlOfOneFinding,
  } = values;
  const lines = [
    `id: ${id}`,
    "title: Requests",
    "means: That there are requests.",
    "not-when: Never.",
    "do: Nothing.",
    "source: https://example.org/",
    "reads: [request_fact]",
    "needs: []",
    `columns: ${columns}`,
    `severity: [${severity.join(", ")}]`,
  ].filter((line) => !without.some((key) => line.startsWith(`${key}:`)));
  return ["-- ---", ...[...lines, ...head].map((line) => `-- ${line}`), "-- ---", sql, ""].join("\n");
}

/** A folder with these files in it. */
export async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(await temporaryFolder(), "detectors");
  await mkdir(folder);
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}
