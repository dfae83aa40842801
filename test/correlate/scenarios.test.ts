import { describe, expect, test } from "vitest";
import { inMemory, type Analysed } from "../helpers/in-memory.ts";
import { jsonOf, textOf } from "../helpers/lines.ts";
import { answers } from "./scenarios/answers.ts";
import { callers } from "./scenarios/callers.ts";
import { connections } from "./scenarios/connections.ts";
import { grpc } from "./scenarios/grpc.ts";
import { refusals } from "./scenarios/refusals.ts";
import { logsOf, type Told } from "./scenarios/scenario.ts";
import { timeouts } from "./scenarios/timeouts.ts";

/** What came out, in the words of a scenario; the calls of orders, not those that called it. */
async function toldBy({ query }: Analysed): Promise<Told> {
  const rows = await query(
    `SELECT 'request' AS kind, started_at, id, 0 AS ordinal,
            response_code || ': ' || sends || ' sent, ' || delivered || ' delivered, ' || verdict || coalesce(' ' || effect, '') AS told
     FROM request WHERE path NOT IN ('/orders', '/healthz')
     UNION ALL
     SELECT 'send', request.started_at, request.id, send.ordinal,
            send.ordinal || ' ' || outcome || coalesce(' ' || send.response_code, '')
              || CASE WHEN outcome = 'not_seen' THEN '' WHEN told_by = 'client' THEN ' caller' ELSE ' ' || send.proxy END
     FROM send JOIN request ON send.request = request.id WHERE path NOT IN ('/orders', '/healthz')
     ORDER BY kind, started_at, id, ordinal`,
  );
  const of = (kind: string): string[] => rows.filter((row) => row["kind"] === kind).map(({ told }) => String(told));
  return { requests: of("request"), sends: of("send") };
}

describe.each([...answers, ...timeouts, ...connections, ...refusals, ...callers, ...grpc])("$name", (scenario) => {
  test("in JSON lines with attempt counts", async () => {
    expect(await toldBy(await inMemory(logsOf(scenario), { write: jsonOf, detectors: [] }))).toEqual(scenario.told);
  });

  test("in text lines", async () => {
    const told = await toldBy(await inMemory(logsOf(scenario), { write: textOf, detectors: [] }));
    expect(told).toEqual({ ...scenario.told, ...scenario.inText });
  });
});
