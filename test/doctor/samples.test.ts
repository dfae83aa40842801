import { expect, test } from "vitest";
import { doctor, ingest } from "../../src/index.ts";
import { join } from "node:path";
import { small } from "../helpers/in-memory.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { fieldsThatAre, of } from "./examined.ts";

const noAttempts = ["attempt_count", "attempt_ordinal"];

/** What each story of real lines lacks: fields, services without a log, detectors that cannot run, and the titles of advice. */
test.each([
  [
    "account-incident",
    noAttempts,
    ["orders", "profiles", "payments"],
    [],
    [
      "Istio: log the fields that are missing",
      "Collect the side that was asked in prod, or let it log",
      "Where nothing",
    ],
  ],
  [
    "quiet-day",
    [
      "response_code_details",
      ...noAttempts,
      "upstream_cluster",
      "upstream_local_address",
      "downstream_local_address",
      "downstream_remote_address",
      "route_name",
      "upstream_transport_failure_reason",
    ],
    [],
    ["tls-failures", "uneven-subsets"],
    ["Envoy: log the fields that are missing"],
  ],
  [
    "retry-storm",
    [],
    ["orders", "accounts"],
    [],
    ["Collect the side that was asked in prod, or let it log", "Where nothing"],
  ],
  ["orders-to-payments", noAttempts, [], [], ["Istio: log the fields that are missing"]],
  [
    "tls-failures",
    noAttempts,
    ["orders"],
    [],
    [
      "Istio: log the fields that are missing",
      "Collect the side that was asked in prod, or let it log",
      "Where nothing",
    ],
  ],
  [
    "client-side-only",
    [],
    ["legacy", "orders", "accounts", "stream"],
    [],
    ["Collect the side that was asked in prod, or let it log", "Where nothing"],
  ],
])("what the logs of %s lack", async (story, missing, services, blind, titles) => {
  const checkup = await doctor({ inputs: [`sample-logs/${story}`], ...small });
  expect(fieldsThatAre("missing", checkup)).toEqual(missing);
  expect(checkup.absent.map(({ service }) => service?.split(".")[0])).toEqual(services);
  expect(checkup.detectors.filter(({ runs }) => runs === "not").map(({ detector }) => detector)).toEqual(blind);
  expect(checkup.advice.map(({ title }) => titles.find((each) => title.startsWith(each)) ?? title)).toEqual(titles);
  // Real clocks of one machine, whole logs: nothing is suspected but a file of thirty lines.
  expect(checkup.suspicions.map(({ kind }) => kind)).toEqual(story === "quiet-day" ? ["limit"] : []);
  expect(checkup.clocks.map(({ offset_ms }) => offset_ms).filter((offset) => offset !== null && offset !== 0)).toEqual(
    [],
  );
});

test("a gateway asks, and sidecars in front of applications are asked", async () => {
  const { proxies } = await doctor({ inputs: ["sample-logs/account-incident"], ...small });
  expect(proxies.map(({ proxy, lines, client, server, unknown }) => [proxy, lines, client, server, unknown])).toEqual([
    ["accounts-6c4d", 152, 0, 152, 0],
    ["accounts-9f21", 130, 0, 130, 0],
    ["gateway-7d9f", 418, 418, 0, 0],
    ["oauth-2b7e", 40, 0, 40, 0],
    ["oauth-f05c", 52, 0, 52, 0],
  ]);
});

test("where only the client side is there, what needs the other is said to see less", async () => {
  const checkup = await doctor({ inputs: ["sample-logs/client-side-only"], ...small });
  expect(of("duplicated-posts", checkup)).toEqual({
    detector: "duplicated-posts",
    runs: "weaker",
    because: [expect.stringContaining("nothing is confirmed")],
  });
  expect(of("unhealthy-upstreams", checkup)?.runs).toBe("fully");
});

test("a database is told the same of as its logs", async () => {
  const db = join(await temporaryFolder(), "logs.duckdb");
  await ingest({ inputs: ["sample-logs/tls-failures"], db, ...small });
  expect(await doctor({ db, ...small })).toEqual(await doctor({ inputs: ["sample-logs/tls-failures"], ...small }));
});

test("a database that is not there is an error with its code", async () => {
  await expect(doctor({ db: "not/there.duckdb", ...small })).rejects.toMatchObject({ code: "STORE_NOT_OPEN" });
});
