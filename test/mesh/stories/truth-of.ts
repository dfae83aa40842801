import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RequestRow } from "../output/requests.ts";
import type { Story } from "./story.ts";

/** What the applications of a story's capture counted themselves, as Markdown: what a verdict about the logs can be held against. */
export async function truthOf(story: Story, captureDir: string): Promise<string> {
  const rows = await readRows(join(captureDir, "requests.ndjson"));
  const parts = [
    `# What the applications of ${story.id} counted`,
    `The laboratory's story: ${story.about}.`,
    routeTable(rows),
  ];
  const waves = waveTable(rows);
  if (waves !== null) parts.push(waves);
  const errors = errorTable(rows);
  if (errors !== null) parts.push(errors);
  return `${parts.join("\n\n")}\n`;
}

function routeTable(rows: readonly RequestRow[]): string {
  const head = "| hop | request | requests | started more than once | took effect more than once | most starts |";
  const groups = groupBy(rows, (row) => `${row.hop.replace(">", " to ")} | ${row.method} ${folded(row.path)}`);
  const body = [...groups]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([key, own]) => {
      const twice = own.filter((row) => row.executions > 1).length;
      const effects = own.filter((row) => row.commits > 1).length;
      return `| ${key} | ${own.length} | ${twice} | ${effects} | ${Math.max(...own.map((row) => row.executions))} |`;
    });
  const started = rows.filter((row) => row.executions > 1).length;
  const effects = rows.filter((row) => row.commits > 1).length;
  return [
    `${rows.length} requests; ${started} started more than once, ${effects} took effect more than once.`,
    "",
    head,
    "|---|---|---|---|---|---|",
    ...body,
  ].join("\n");
}

const windowMs = 10_000;

/** Windows in which an application got at least ten requests, and a fifth, more than callers had made; null where there are none. */
function waveTable(rows: readonly RequestRow[]): string | null {
  const issues = rows.flatMap((row) =>
    row.issues.map((issue) => ({ ...issue, route: `${row.method} ${folded(row.path)}` })),
  );
  const slots = groupBy(issues, ({ route, started_at }) => `${Math.floor(started_at / windowMs)} ${route}`);
  const hot = [...slots].flatMap(([key, own]) => {
    const [slot = "", ...route] = key.split(" ");
    const arrivals = own.reduce((sum, issue) => sum + issue.arrivals, 0);
    const retries = own.reduce((sum, issue) => sum + Math.max(0, issue.arrivals - 1), 0);
    if (retries < 10 || retries <= own.length / 5) return [];
    const again = own.filter((issue) => issue.arrivals > 1).length;
    return [{ at: Number(slot) * windowMs, route: route.join(" "), requests: own.length, arrivals, again }];
  });
  if (hot.length === 0) return null;
  const body = hot
    .sort((one, other) => one.at - other.at)
    .map(({ at, route, requests, arrivals, again }) => {
      const time = new Date(at).toISOString().replace("T", " ").slice(0, 19);
      return `| ${time} | ${route} | ${requests} | ${arrivals} | ${again} |`;
    });
  const again = hot.reduce((sum, { again: own }) => sum + own, 0);
  return [
    `Ten seconds each in which applications got a fifth, and ten, more than callers had asked for; ${again} requests in them arrived more than once:`,
    "",
    "| from | request | requests | arrivals | arrived more than once |",
    "|---|---|---|---|---|",
    ...body,
  ].join("\n");
}

/** Requests that an unavailable service turned into a 500; null where there are none. */
function errorTable(rows: readonly RequestRow[]): string | null {
  const isUnavailable = (status: number): boolean => [0, 502, 503, 504].includes(status);
  const counts = new Map<string, { oneHop: number; acrossHops: number }>();
  for (const row of rows) {
    const failed = row.issues.filter((issue) => issue.client_status === 500);
    const calls = rows.filter((other) => other.logical.startsWith(`${row.logical}/`));
    const key = `${row.method} ${folded(row.path)}`;
    const own = counts.get(key) ?? { oneHop: 0, acrossHops: 0 };
    if (failed.some((issue) => issue.executions > 1)) own.oneHop += 1;
    else if (failed.length > 0 && calls.some((call) => isUnavailable(call.client_status))) own.acrossHops += 1;
    counts.set(key, own);
  }
  const hurt = [...counts].filter(([, { oneHop, acrossHops }]) => oneHop + acrossHops > 0);
  if (hurt.length === 0) return null;
  return [
    "Answered 500 because something had been unavailable before:",
    "",
    "| request | a later start of the same request failed | a call of the application had failed |",
    "|---|---|---|",
    ...hurt.map(([key, { oneHop, acrossHops }]) => `| ${key} | ${oneHop} | ${acrossHops} |`),
  ].join("\n");
}

function folded(path: string): string {
  return path.replace(/\?.*/, "").replace(/\/\d+/g, "/{id}");
}

async function readRows(path: string): Promise<readonly RequestRow[]> {
  const text = await readFile(path, "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): RequestRow => JSON.parse(line));
}

/** The items by what they are grouped by, in the order of their first. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
