import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const issue = z.object({ issue: z.string(), executions: z.number(), commits: z.number() });
const request = z.object({
  logical: z.string(),
  scenario: z.string(),
  method: z.string(),
  path: z.string(),
  client_side: z.string().nullable(),
  has_server_side: z.boolean(),
  executions: z.number(),
  commits: z.number(),
  issues: z.array(issue),
});
const key = z.object({ issue: z.string(), logical: z.string() });

/** What the applications counted for one logical request, and for each time it was handed to a proxy. */
export type CountedRequest = z.infer<typeof request>;

/** The truth of a capture: requests by name, and which of them each line of a proxy's log is about. */
export type Truth = {
  readonly requests: ReadonlyMap<string, CountedRequest>;
  readonly lineKeys: ReadonlyMap<string, readonly { readonly issue: string; readonly logical: string }[]>;
};

/** Reads the truth of a capture folder (test/mesh/README.md). */
export async function readTruth(capture: string): Promise<Truth> {
  const requests = await ndjson(join(capture, "requests.ndjson"), request);
  const lineKeys = new Map<string, readonly z.infer<typeof key>[]>();
  for (const name of await readdir(join(capture, "lab-keys"))) {
    lineKeys.set(name.replace(/\.log$/, ""), await ndjson(join(capture, "lab-keys", name), key));
  }
  return { requests: new Map(requests.map((each) => [each.logical, each])), lineKeys };
}

async function ndjson<T>(path: string, shape: z.ZodType<T>): Promise<T[]> {
  const text = await readFile(path, "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => shape.parse(JSON.parse(line)));
}
