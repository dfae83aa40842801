import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Row } from "../../src/index.ts";
import { inMemory, type Logs } from "../helpers/in-memory.ts";

const folder = join(import.meta.dirname, "../../sample-logs/account-incident");

/** The logs of the account incident, which a real Envoy wrote in a mesh of Istio's names and one address for each pod. */
async function captured(): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".log"));
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)),
  );
}

/** All proxies on one machine: one address, a port for each. */
const onOneMachine = (text: string): string =>
  text
    .replaceAll("127.0.0.6:", "127.0.0.1:")
    .replace(/127\.21\.(\d+)\.(\d+):(8080|18080|8443)\b/g, (_, service: string, pod: string, port: string) => {
      const base = port === "18080" ? 40_000 : 20_000;
      return `127.0.0.1:${base + 100 * Number(service) + Number(pod)}`;
    })
    .replace(/127\.21\.\d+\.\d+/g, "127.0.0.1");

/** An Envoy that nobody's control plane named clusters for. */
const withOwnClusters = (text: string): string =>
  text
    .replace(/outbound\|\d*\|(\S*)\|(\S*)/g, (_, subset: string, host: string) => `${subset}${host.split(".")[0]}`)
    .replace(/inbound\|\d+\|\|/g, "local_app")
    .replace(/outbound_\.\d+_\.\S*/g, "-")
    .replaceAll("127.0.0.6:", "127.0.0.1:");

const inOneFile = (logs: Readonly<Record<string, string>>): Logs => ({
  "all.log": Object.values(logs)
    .flatMap((text) => text.trimEnd().split("\n"))
    .sort(),
});

const changed = (logs: Readonly<Record<string, string>>, change: (text: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(logs).map(([name, text]) => [name, change(text)]));
const inLines = (logs: Readonly<Record<string, string>>): Logs =>
  Object.fromEntries(Object.entries(logs).map(([name, text]) => [name, text.trimEnd().split("\n")]));

/** What was handed to applications more than once: the same in every mesh. Who came back under another id is told by the caller's address, which is not. */
async function verdictsOf(logs: Logs): Promise<readonly Row[]> {
  const { query } = await inMemory(logs);
  return query(
    `SELECT request_id, "method", response_code, sends, delivered, verdict, effect
     FROM request WHERE side = 'client' AND verdict IN ('confirmed', 'probable') ORDER BY request_id, started_at, path`,
  );
}

const meshes: readonly (readonly [string, (logs: Record<string, string>) => Logs])[] = [
  ["in one file", inOneFile],
  ["all proxies on one machine", (logs) => inLines(changed(logs, onOneMachine))],
  ["clusters with names of their own", (logs) => inLines(changed(logs, withOwnClusters))],
  ["clusters with names of their own, in one file", (logs) => inOneFile(changed(logs, withOwnClusters))],
  [
    "clusters with names of their own, on one machine, in one file",
    (logs) => inOneFile(changed(logs, (text) => withOwnClusters(onOneMachine(text)))),
  ],
];

test.each(meshes)("the account incident has the same verdicts where a mesh logs it with %s", async (_, logsOf) => {
  const logs = await captured();
  const expected = await verdictsOf(inLines(logs));
  expect(expected.filter(({ verdict }) => verdict === "confirmed").length).toBeGreaterThan(5);
  expect(await verdictsOf(logsOf(logs))).toEqual(expected);
});
