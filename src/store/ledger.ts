import type { Row } from "../core/cell.ts";
import { LINES_OF_A_SOURCE } from "../core/line-id.ts";
import { rejectReasons, type RejectReason } from "../core/reject.ts";
import type { SourceTally } from "../core/tally.ts";
import type { Database } from "./database.ts";
import { literal } from "./literal.ts";

/** What the ledger knows of a source that was ingested before. */
export type KnownSource = {
  readonly source_id: number;
  readonly name: string;
  readonly kind: string;
  readonly fingerprint: string | null;
  /** The number of its first line: more than 1 where it goes on from an earlier ingest of the same file. */
  readonly first_line: number;
  readonly lines: number;
};

/** All sources of a database, in the order of their ids. */
export async function knownSources(database: Database): Promise<KnownSource[]> {
  const rows = await database.query(
    "SELECT source_id, name, kind, fingerprint, first_line, lines FROM source ORDER BY source_id",
  );
  return rows.map((row) => ({
    source_id: Number(row["source_id"]),
    name: String(row["name"]),
    kind: String(row["kind"]),
    fingerprint: row["fingerprint"] === null ? null : String(row["fingerprint"]),
    first_line: Number(row["first_line"]),
    lines: Number(row["lines"]),
  }));
}

/** Writes a source into the ledger; belongs into the transaction that holds its rows. */
export async function enter(
  database: Database,
  tally: SourceTally,
  { fingerprint, firstLine }: { readonly fingerprint: string | null; readonly firstLine: number },
): Promise<void> {
  const values = [
    tally.source_id,
    tally.name,
    tally.kind,
    tally.bytes,
    fingerprint,
    firstLine,
    tally.lines,
    tally.access_log,
    tally.other,
    tally.rejected,
    tally.problem,
  ];
  await database.run(
    `INSERT INTO source VALUES (${values.map(literal).join(", ")}, CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP))`,
  );
}

/** What was seen of every source of a database, as when it was ingested. */
export async function tallies(database: Database): Promise<SourceTally[]> {
  const sources = await database.query("SELECT * FROM source ORDER BY source_id");
  const formats = await database.query(
    `SELECT source_id, format, count(*) AS lines FROM line JOIN origin USING (origin_id) GROUP BY ALL ORDER BY source_id, lines DESC, format`,
  );
  const rejects = await database.query(
    `SELECT source_id, reason, count(*) AS count, min(line) AS line, arg_min(text, line) AS text FROM reject
     GROUP BY ALL ORDER BY source_id, count DESC, reason`,
  );
  const of = (rows: readonly Row[], source: Row): Row[] =>
    rows.filter((row) => row["source_id"] === source["source_id"]);
  return sources.map((source) => ({
    source_id: Number(source["source_id"]),
    name: String(source["name"]),
    kind: String(source["kind"]),
    bytes: Number(source["bytes"]),
    lines: Number(source["lines"]),
    access_log: Number(source["access_log"]),
    other: Number(source["other"]),
    rejected: Number(source["rejected"]),
    formats: of(formats, source).map((row) => ({ format: String(row["format"]), lines: Number(row["lines"]) })),
    rejects: of(rejects, source).map((row) => ({
      reason: reasonOf(String(row["reason"])),
      count: Number(row["count"]),
      first: { line: Number(row["line"]), text: String(row["text"]) },
    })),
    problem: source["problem"] === null ? null : String(source["problem"]),
    skipped: null,
  }));
}

/** The first line id of a source, and of the one after it. */
export function idsOf(sourceId: number): { readonly from: bigint; readonly to: bigint } {
  return { from: BigInt(sourceId) * LINES_OF_A_SOURCE, to: BigInt(sourceId + 1) * LINES_OF_A_SOURCE };
}

function reasonOf(name: string): RejectReason {
  for (const reason of reasons) if (reason === name) return reason;
  return "FIELD_MISMATCH";
}

const reasons: readonly RejectReason[] = [
  "LINE_TOO_LONG",
  "LINE_CUT",
  "FIELD_MISMATCH",
  "MORE_THAN_ONE_READING",
  "JSON_BROKEN",
  "JSON_TOO_DEEP",
] satisfies (keyof typeof rejectReasons)[];
