import type { Database } from "./database.ts";
import { literal } from "./literal.ts";

/** An origin as it is stored: where lines came from, and what is the same for all of them. */
export type OriginRow = {
  readonly origin_id: number;
  readonly source_id: number;
  readonly format: string;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly container: string | null;
  readonly proxy: string;
};

/** The first id that no origin has. */
export async function nextOriginId(database: Database): Promise<number> {
  const [row] = await database.query("SELECT coalesce(max(origin_id), 0) + 1 AS next FROM origin");
  return Number(row?.["next"]);
}

/** Stores origins; belongs into the transaction that holds their rows. Throws: STORE_FAILED. */
export async function storeOrigins(database: Database, origins: readonly OriginRow[]): Promise<void> {
  if (origins.length === 0) return;
  const rows = origins.map((o) =>
    [o.origin_id, o.source_id, o.format, o.cluster, o.namespace, o.pod, o.container, o.proxy].map(literal).join(", "),
  );
  await database.run(`INSERT INTO origin VALUES ${rows.map((row) => `(${row})`).join(", ")}`);
}
