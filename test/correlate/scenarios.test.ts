import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ingest, querySql, type Row } from "../../src/index.ts";
import { small, writeLogs, type Logs } from "../helpers/in-memory.ts";
import { jsonOf, textOf } from "../helpers/lines.ts";
import { answers } from "./scenarios/answers.ts";
import { callers } from "./scenarios/callers.ts";
import { connections } from "./scenarios/connections.ts";
import { grpc } from "./scenarios/grpc.ts";
import { refusals } from "./scenarios/refusals.ts";
import { logsOf, serviceOf, type Told } from "./scenarios/scenario.ts";
import { timeouts } from "./scenarios/timeouts.ts";

const scenarios = [...answers, ...timeouts, ...connections, ...refusals, ...callers, ...grpc];
const logs: Logs = Object.fromEntries(scenarios.flatMap((scenario, nth) => Object.entries(logsOf(scenario, nth))));

describe.each([
  ["JSON lines with attempt counts", jsonOf],
  ["text lines", textOf],
])("in %s", (_kind, write) => {
  let folder = "";
  let rows: readonly Row[] = [];
  const db = (): string => join(folder, "logs.duckdb");
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "test-of-scenarios-"));
    await ingest({ inputs: await writeLogs(folder, logs, write), db: db(), ...small });
    rows = (await querySql({ db: db(), sql: tellAll, ...small })).rows;
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(scenarios.map((scenario, nth) => ({ ...scenario, nth })))("$name", ({ told, inText, nth }) => {
    expect(toldOf(rows, nth)).toEqual({ ...told, ...(write === textOf ? inText : {}) });
  });

  test("the request around each call is one send at the gateway, and its parent", async () => {
    const outer = await querySql({
      db: db(),
      sql: `SELECT DISTINCT request.sends, request.delivered, request.verdict, child.path IS NOT NULL AS has_child
            FROM request LEFT JOIN request AS child ON child.parent_request = request.id
            WHERE request.path = '/orders'`,
      ...small,
    });
    expect(outer.rows).toEqual([{ sends: 1, delivered: 1, verdict: "none", has_child: true }]);
  });
});

/** What came out, in the words of a scenario: the calls of orders, not those that called it. */
const tellAll = `
  SELECT 'request' AS kind, authority, started_at, id, 0 AS ordinal,
    response_code || ': ' || sends || ' sent, ' || delivered || ' delivered, ' || verdict || coalesce(' ' || effect, '') AS told
  FROM request WHERE path NOT IN ('/orders', '/healthz')
  UNION ALL
  SELECT 'send', authority, request.started_at, request.id, send.ordinal,
    send.ordinal || ' ' || outcome || coalesce(' ' || send.response_code, '')
      || CASE WHEN outcome = 'not_seen' THEN '' WHEN told_by = 'client' THEN ' caller'
              ELSE ' ' || regexp_replace(send.proxy, '^[0-9]+-', '') END
  FROM send JOIN request ON send.request = request.id WHERE path NOT IN ('/orders', '/healthz')
  ORDER BY started_at, id, ordinal`;

function toldOf(rows: readonly Row[], nth: number): Told {
  const own = rows.filter((row) => row["authority"] === serviceOf(nth));
  const of = (kind: string): string[] => own.filter((row) => row["kind"] === kind).map(({ told }) => String(told));
  return { requests: of("request"), sends: of("send") };
}
