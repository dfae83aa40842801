import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ingest, querySql } from "../../../src/index.ts";
import type { CountedRequest, Truth } from "./truth.ts";

/** A request as the tool judged it. */
export type Judged = {
  readonly proxy: string;
  readonly line: number;
  readonly side: string;
  readonly verdict: string;
  readonly effect: string | null;
  readonly delivered: number;
  readonly because: string;
};

/** A logical request with every row of the tool that is about it. */
export type Compared = { readonly counted: CountedRequest; readonly rows: readonly Judged[] };

/** The tool's rows of one format of a capture, of the proxies whose names fit, beside what the applications counted. */
export async function compare(capture: string, format: string, truth: Truth, proxies: RegExp): Promise<Compared[]> {
  const folder = join(capture, "logs", format);
  const names = (await readdir(folder)).filter((name) => proxies.test(name)).sort();
  const temporary = await mkdtemp(join(tmpdir(), "mesh-verify-"));
  try {
    const db = join(temporary, "capture.duckdb");
    await ingest({ inputs: names.map((name) => join(folder, name)), db });
    const { rows } = await querySql({
      db,
      sql: "SELECT proxy, line, side, verdict, effect, delivered, verdict_because FROM request",
    });
    const found = new Map<string, Judged[]>();
    for (const row of rows) {
      const judged: Judged = {
        proxy: String(row["proxy"]),
        line: Number(row["line"]),
        side: String(row["side"]),
        verdict: String(row["verdict"]),
        effect: row["effect"] === null ? null : String(row["effect"]),
        delivered: Number(row["delivered"]),
        because: String(row["verdict_because"]),
      };
      const logical = truth.lineKeys.get(judged.proxy)?.[judged.line - 1]?.logical;
      if (logical !== undefined) found.set(logical, [...(found.get(logical) ?? []), judged]);
    }
    return [...found].flatMap(([logical, judged]) => {
      const counted = truth.requests.get(logical);
      return counted === undefined ? [] : [{ counted, rows: judged }];
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
