import type { Detector } from "../catalog/catalog.ts";
import type { Database } from "../store/database.ts";
import type { NotRun } from "./finding.ts";

/**
 * The detectors that these logs lack something for, each with what that is: reported as not run, never as clean.
 */
export async function unmetNeeds(database: Database, detectors: readonly Detector[]): Promise<NotRun[]> {
  const needed = [...new Set(detectors.flatMap(({ head }) => head.needs))].sort();
  const counts = needed.map((column) => `count("${column}") AS "${column}"`);
  const [row] = await database.query(
    `SELECT count(*) AS lines${counts.map((count) => `, ${count}`).join("")} FROM line`,
  );
  return detectors.flatMap(({ head }) => {
    if (row?.["lines"] === 0) return [{ detector: head.id, because: "there is no access log line" }];
    const missing = head.needs.filter((column) => row?.[column] === 0);
    return missing.length === 0 ? [] : [{ detector: head.id, because: `no line has ${missing.join(", ")}` }];
  });
}
