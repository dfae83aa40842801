import type { Checks } from "../catalog/catalog.ts";
import type { Cell, Row } from "../core/cell.ts";
import type { Database } from "../store/database.ts";
import type { FieldCount, ProxyCheck } from "./checkup.ts";
import { wantedFields } from "./fields.ts";
import { workloadOf } from "./workload.ts";

/** How many of the requests that the other side tells of a proxy has a line for. */
export type Share = {
  readonly proxy: string;
  readonly good: number;
  readonly good_seen: number;
  readonly bad: number;
  readonly bad_seen: number;
};

/** What the queries of `queries/checkup` find. */
export type Examined = {
  readonly proxies: readonly ProxyCheck[];
  readonly other_rows: readonly { readonly kind: string; readonly lines: number }[];
  readonly field_counts: readonly FieldCount[];
  /** Lines of the asked side, and how many of those that could hold the send's ordinal do. */
  readonly ordinals_at_server: { readonly lines: number; readonly of: number };
  readonly clock_pairs: readonly Row[];
  readonly corrected_clocks: readonly Row[];
  readonly coarse_clocks: readonly Row[];
  readonly silences: readonly Row[];
  readonly shares: readonly Share[];
  readonly absent_callees: readonly Row[];
  readonly absent_callers: Row | undefined;
  readonly repeated: readonly Row[];
  /** The formats, and what clusters say of the product. */
  readonly products: readonly Row[];
  /** Requests that were seen to be made while another was handled. */
  readonly nested: number;
};

/** Runs the queries of the checkup over a database whose requests are derived. Throws: STORE_FAILED. */
export async function examine(database: Database, checks: Checks): Promise<Examined> {
  const rows = (id: string): Promise<Row[]> => database.query(checks.get(id)?.sql ?? "");
  await database.run(`CREATE OR REPLACE TEMP TABLE checked_line AS ${checks.get("checked_line")?.sql ?? ""}`);
  const formats = await rows("proxy_format");
  const fields = await rows("field");
  const [nested] = await rows("nested_request");
  const [absentCallers] = await rows("absent_caller");
  const examined = {
    proxies: (await rows("proxy")).map((row) => proxyOf(row, formats)),
    other_rows: (await rows("row_kind")).map((row) => ({ kind: String(row["kind"]), lines: Number(row["lines"]) })),
    field_counts: fields.flatMap(countsOf),
    ordinals_at_server: {
      lines: sum(fields, "ordinal_at_server"),
      of: sum(fields, "of_ordinal_at_server"),
    },
    clock_pairs: await rows("clock_pair"),
    corrected_clocks: await rows("corrected_clock"),
    coarse_clocks: await rows("coarse_clock"),
    silences: await rows("silence"),
    shares: [...(await rows("arrival_share")), ...(await rows("asking_share"))].map(shareOf),
    absent_callees: await rows("absent_callee"),
    absent_callers: absentCallers,
    repeated: await rows("repeated_line"),
    products: await rows("product"),
    nested: Number(nested?.["nested"]),
  };
  await database.run("DROP TABLE temp.checked_line");
  return examined;
}

const sum = (rows: readonly Row[], column: string): number =>
  rows.reduce((total, row) => total + Number(row[column]), 0);

function proxyOf(row: Row, formats: readonly Row[]): ProxyCheck {
  const proxy = String(row["proxy"]);
  return {
    proxy,
    workload: workloadOf(proxy),
    formats: formats
      .filter((each) => each["proxy"] === row["proxy"])
      .map((each) => ({ format: String(each["format"]), lines: Number(each["lines"]) })),
    lines: Number(row["lines"]),
    http: Number(row["http"]),
    client: Number(row["client"]),
    server: Number(row["server"]),
    waypoint: Number(row["waypoint"]),
    unknown: Number(row["unknown"]),
    joined: Number(row["joined"]),
    good: Number(row["good"]),
    bad: Number(row["bad"]),
    from: textOrNull(row["first"]),
    to: textOrNull(row["last"]),
  };
}

function countsOf(row: Row): FieldCount[] {
  return wantedFields.map(([field]) => ({
    proxy: String(row["proxy"]),
    format: String(row["format"]),
    field,
    lines: Number(row[field]),
    of: Number(row[`of_${field}`]),
  }));
}

function shareOf(row: Row): Share {
  return {
    proxy: String(row["proxy"]),
    good: Number(row["good"]),
    good_seen: Number(row["good_seen"]),
    bad: Number(row["bad"]),
    bad_seen: Number(row["bad_seen"]),
  };
}

const textOrNull = (cell: Cell | undefined): string | null =>
  cell === null || cell === undefined ? null : String(cell);
