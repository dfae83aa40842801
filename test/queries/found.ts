import type { Finding } from "../../src/index.ts";
import { inMemory, type Logs } from "../helpers/in-memory.ts";
import { idOf, jsonOf } from "../helpers/lines.ts";
import { logsOfStories, type Story } from "../helpers/stories.ts";

/** A story that can be told at any time, under any id. */
export type Telling = (at: { readonly at: number; readonly id: string }) => Story;

/** The same story so many times, to be told one after the other. */
export function times(count: number, telling: Telling): Telling[] {
  return Array.from({ length: count }, () => telling);
}

/** What a detector finds in these stories, told one a second. */
export async function foundIn(
  detector: string,
  tellings: readonly Telling[],
  parameters: readonly string[] = [],
): Promise<readonly Finding[]> {
  const stories = tellings.map((telling, nth) => telling({ at: nth * 1000, id: idOf(nth) }));
  return found(detector, logsOfStories(stories), parameters);
}

/** What a detector finds in these logs, whose lines tell attempts. */
export async function found(
  detector: string,
  logs: Logs,
  parameters: readonly string[] = [],
): Promise<readonly Finding[]> {
  const { report } = await inMemory(logs, { write: jsonOf, detectors: [detector], parameters });
  return report.findings;
}
