import type { Database } from "../store/database.ts";

/** How far two proxies' clocks may be apart, as the sends between them show: the callee's clock is `least` to `most` ms behind. */
type Edge = {
  readonly caller: number;
  readonly callee: number;
  readonly least: number;
  readonly most: number;
  readonly pairs: number;
  /** The same bounds for all but one in a hundred of the pairs. */
  readonly leastOfAll: number;
  readonly mostOfAll: number;
};

/** Fewer sends than this between two proxies tell nothing of their clocks. */
const LEAST_PAIRS = 5;
/** Fewer sends than this do not tell how exact clocks are. */
const LEAST_PAIRS_OF_ERROR = 20;
/** Times are cut to milliseconds at both ends, and a callee's line may end one later (retry-semantics 13.3). */
const ROUNDING_MS = 2;
/** About so many lines are looked at, whatever the size of the logs. */
const SAMPLE_LINES = 50_000;

/**
 * Moves the lines of proxies whose clock is off, so that a send lies inside its request again, and keeps what was done
 * in the table `clock`: proxy_id and offset_ms, what was added to its times; a proxy that is not there was right. How far
 * times are still apart, as with clocks that drift, is in `clock_error`: one row, in ms, 0 for exact ones.
 *
 * A send must begin after its request began and end before it ended; each pair of lines with one id bounds the offset
 * from both sides. The proxy with most lines is taken to be right, the others are right against it or against one that
 * was compared before.
 * Throws: STORE_FAILED.
 */
export async function correctClocks(database: Database): Promise<void> {
  const edges = await edgesOf(database);
  const offsets = offsetsOf(edges, await busiestProxy(database));
  await database.run(`CREATE OR REPLACE TEMP TABLE clock_error AS SELECT ${errorOf(edges, offsets)} AS error_ms`);
  await database.run("CREATE OR REPLACE TABLE clock (proxy_id INTEGER, offset_ms BIGINT)");
  const moved = [...offsets].filter(([, offset]) => offset !== 0);
  if (moved.length === 0) return;
  await database.run(`INSERT INTO clock VALUES ${moved.map(([proxy, offset]) => `(${proxy}, ${offset})`).join(", ")}`);
  await database.run(
    "UPDATE hop SET began = began + clock.offset_ms, ended = ended + clock.offset_ms FROM clock WHERE hop.proxy_id = clock.proxy_id",
  );
}

async function edgesOf(database: Database): Promise<Edge[]> {
  const [size] = await database.query("SELECT count(*) AS lines FROM hop");
  const step = Math.max(1, Math.floor(Number(size?.["lines"]) / SAMPLE_LINES));
  const rows = await database.query(
    `WITH paired AS (
       SELECT max(proxy_id) FILTER (NOT is_server) AS caller, max(proxy_id) FILTER (is_server) AS callee,
              max(began) FILTER (NOT is_server) - max(began) FILTER (is_server) AS least,
              max(ended) FILTER (NOT is_server) - max(ended) FILTER (is_server) AS most
       FROM hop
       WHERE xor(id_hash, call_hash) % CAST(${step} AS UBIGINT) = 0 AND code > 0 AND NOT is_upstream
       GROUP BY id_hash, call_hash
       HAVING count(*) = 2 AND count(*) FILTER (is_server) = 1
     )
     SELECT caller, callee, quantile_disc(least, 0.9) AS least, quantile_disc(most, 0.1) AS most, count(*) AS pairs,
            quantile_disc(least, 0.99) AS least_of_all, quantile_disc(most, 0.01) AS most_of_all
     FROM paired WHERE caller <> callee
     GROUP BY caller, callee HAVING count(*) >= ${LEAST_PAIRS} ORDER BY pairs DESC, caller, callee`,
  );
  return rows.map((row) => ({
    caller: Number(row["caller"]),
    callee: Number(row["callee"]),
    least: Number(row["least"]),
    most: Number(row["most"]),
    pairs: Number(row["pairs"]),
    leastOfAll: Number(row["least_of_all"]),
    mostOfAll: Number(row["most_of_all"]),
  }));
}

async function busiestProxy(database: Database): Promise<number> {
  const [row] = await database.query(
    "SELECT proxy_id FROM hop GROUP BY proxy_id ORDER BY count(*) DESC, proxy_id LIMIT 1",
  );
  return Number(row?.["proxy_id"] ?? 0);
}

/** What to add to each proxy's times, found by walking from one proxy to those it exchanged sends with. */
function offsetsOf(edges: readonly Edge[], first: number): Map<number, number> {
  const offsets = new Map([[first, 0]]);
  for (let before = 0; before < offsets.size;) {
    before = offsets.size;
    for (const { caller, callee, least, most } of edges) {
      const between = least - ROUNDING_MS <= 0 && most + ROUNDING_MS >= 0 ? 0 : Math.round((least + most) / 2);
      const [known, unknown, step] = offsets.has(caller) ? [caller, callee, between] : [callee, caller, -between];
      const base = offsets.get(known);
      if (base !== undefined && !offsets.has(unknown)) offsets.set(unknown, base + step);
    }
  }
  return offsets;
}

/** How far sends still lie outside their requests, in ms, with what rounding may hide; 0 where it is no more than rounding. */
function errorOf(edges: readonly Edge[], offsets: ReadonlyMap<number, number>): number {
  const errors = edges
    .filter(({ pairs }) => pairs >= LEAST_PAIRS_OF_ERROR)
    .map(({ caller, callee, leastOfAll, mostOfAll }) => {
      const between = (offsets.get(callee) ?? 0) - (offsets.get(caller) ?? 0);
      return Math.max(leastOfAll - between, between - mostOfAll);
    });
  const error = Math.max(0, ...errors);
  return error <= ROUNDING_MS ? 0 : error + ROUNDING_MS;
}
