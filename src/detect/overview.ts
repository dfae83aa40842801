import type { Cell } from "../core/cell.ts";
import type { Database } from "../store/database.ts";

/** What was seen as a whole. Times are UTC text; null where there was no line with a time. */
export type Overview = {
  readonly from: string | null;
  readonly to: string | null;
  /** How many proxies logged. */
  readonly proxies: number;
  /** Which sides of a hop logged; `unknown` where there is no request. */
  readonly sides: "both" | "client" | "server" | "unknown";
  readonly requests: number;
  /** Requests that were sent more than once. */
  readonly resent: number;
  /** Proxies whose clock was off against the others, and what was added to their times; empty for none. */
  readonly clocks: readonly { readonly proxy: string; readonly offset_ms: number }[];
};

/** The overview of a database. */
export async function overviewOf(database: Database): Promise<Overview> {
  const [lines] = await database.query(
    `SELECT strftime(min(start_time), '%Y-%m-%d %H:%M:%S.%g') AS first, strftime(max(start_time), '%Y-%m-%d %H:%M:%S.%g') AS last,
            (SELECT count(DISTINCT proxy) FROM origin) AS proxies FROM line`,
  );
  const [requests] = await database.query(
    `SELECT count(*) AS requests, count(*) FILTER (sends > 1) AS resent, count(*) FILTER (NOT is_server) AS by_client,
            count(*) FILTER (is_server OR server_line IS NOT NULL OR delivered > 0) AS by_server FROM request_fact`,
  );
  const clocks = await database.query(
    `SELECT proxy, offset_ms FROM clock JOIN (SELECT DISTINCT proxy, CAST(dense_rank() OVER (ORDER BY proxy) AS INTEGER) AS proxy_id FROM origin)
     USING (proxy_id) ORDER BY proxy`,
  );
  const [client, server] = [Number(requests?.["by_client"]) > 0, Number(requests?.["by_server"]) > 0];
  return {
    from: textOrNull(lines?.["first"]),
    to: textOrNull(lines?.["last"]),
    proxies: Number(lines?.["proxies"]),
    sides: client && server ? "both" : client ? "client" : server ? "server" : "unknown",
    requests: Number(requests?.["requests"]),
    resent: Number(requests?.["resent"]),
    clocks: clocks.map((row) => ({ proxy: String(row["proxy"]), offset_ms: Number(row["offset_ms"]) })),
  };
}

const textOrNull = (cell: Cell | undefined): string | null =>
  cell === null || cell === undefined ? null : String(cell);
