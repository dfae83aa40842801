import type { Cell, Row } from "../core/cell.ts";
import type { Database } from "../store/database.ts";
import type { Lane, Trace } from "./finding.ts";

/** The requests of these ids with their sends in order, by id; ids that are no request are left out. */
export async function tracesOf(database: Database, ids: readonly bigint[]): Promise<ReadonlyMap<string, Trace>> {
  if (ids.length === 0) return new Map();
  const list = [...new Set(ids)].join(", ");
  const sends = await database.query(
    `SELECT send.request, send.ordinal, coalesce(send.proxy, send.host) AS proxy, send.duration_ms, send.outcome, send.response_code,
            send.response_flags, send.response_code_details, send.told_by, send.host,
            epoch_ms(send.started_at) AS began FROM send WHERE send.request IN (${list}) ORDER BY send.request, send.ordinal`,
  );
  const requests = await database.query(
    `SELECT id, request_id, proxy, "method", path, strftime(started_at, '%Y-%m-%d %H:%M:%S.%g') AS started_at, epoch_ms(started_at) AS began,
            duration_ms, response_code, response_flags, sends, delivered, verdict, effect, verdict_because
     FROM request WHERE id IN (${list})`,
  );
  return new Map(
    requests.map((request) => [
      String(request["id"]),
      traceOf(
        request,
        sends.filter((send) => send["request"] === request["id"]),
      ),
    ]),
  );
}

function traceOf(request: Row, sends: readonly Row[]): Trace {
  return {
    request_id: textOrNull(request["request_id"]),
    proxy: String(request["proxy"]),
    method: String(request["method"]),
    path: String(request["path"]),
    started_at: String(request["started_at"]),
    duration_ms: Number(request["duration_ms"]),
    response_code: Number(request["response_code"]),
    response_flags: textsOf(request["response_flags"]),
    sends: Number(request["sends"]),
    delivered: Number(request["delivered"]),
    verdict: String(request["verdict"]),
    effect: textOrNull(request["effect"]),
    verdict_because: String(request["verdict_because"]),
    lanes: sends.map((send) => laneOf(send, Number(request["began"]))),
  };
}

function laneOf(send: Row, began: number): Lane {
  // What the client side says of its last send is the request's own time and code, not the send's.
  const isTold = send["told_by"] === "server";
  return {
    offset_ms: isTold ? Number(send["began"]) - began : 0,
    duration_ms: isTold ? Number(send["duration_ms"]) : null,
    ordinal: Number(send["ordinal"]),
    proxy: textOrNull(isTold ? send["proxy"] : send["host"]),
    outcome: String(send["outcome"]),
    response_code: numberOrNull(send["response_code"]),
    response_flags: textsOf(send["response_flags"]),
    response_code_details: textOrNull(send["response_code_details"]),
  };
}

const textOrNull = (cell: Cell | undefined): string | null =>
  cell === null || cell === undefined ? null : String(cell);
const numberOrNull = (cell: Cell | undefined): number | null =>
  cell === null || cell === undefined ? null : Number(cell);
const textsOf = (cell: Cell | undefined): string[] => (Array.isArray(cell) ? cell.map(String) : []);
