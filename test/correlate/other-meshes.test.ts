import { expect, test } from "vitest";
import type { Row } from "../../src/index.ts";
import { captured, changed, inOneFile, type Captured } from "../helpers/captured.ts";
import { inMemory, type Logs } from "../helpers/in-memory.ts";

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

/** What was handed to applications more than once: the same in every mesh. Who came back under another id is told by the caller's address, which is not. */
async function verdictsOf(logs: Logs): Promise<readonly Row[]> {
  const { query } = await inMemory(logs);
  return query(
    `SELECT request_id, "method", response_code, sends, delivered, verdict, effect
     FROM request WHERE side = 'client' AND verdict IN ('confirmed', 'probable') ORDER BY request_id, started_at, path`,
  );
}

const meshes: readonly (readonly [string, (logs: Captured) => Logs])[] = [
  ["in one file", inOneFile],
  ["all proxies on one machine", (logs) => changed(logs, onOneMachine)],
  ["clusters with names of their own", (logs) => changed(logs, withOwnClusters)],
  ["clusters with names of their own, in one file", (logs) => inOneFile(changed(logs, withOwnClusters))],
  [
    "clusters with names of their own, on one machine, in one file",
    (logs) => inOneFile(changed(logs, (line) => withOwnClusters(onOneMachine(line)))),
  ],
];

test.each(meshes)("the account incident has the same verdicts where a mesh logs it with %s", async (_, logsOf) => {
  const logs = await captured("account-incident");
  const expected = await verdictsOf(logs);
  expect(expected.filter(({ verdict }) => verdict === "confirmed").length).toBeGreaterThan(5);
  expect(await verdictsOf(logsOf(logs))).toEqual(expected);
});
