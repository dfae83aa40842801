import { columns, type ColumnName } from "../../src/core/columns.ts";
import type { Reject, RejectReason } from "../../src/core/reject.ts";
import type { Format } from "../../src/parse/format.ts";
import { formats as shelf } from "../../src/parse/formats/index.ts";
import { Origins } from "../../src/parse/origins.ts";
import { parse } from "../../src/parse/parse.ts";
import { Recogniser } from "../../src/parse/recognise.ts";
import { RowBuffers } from "../../src/parse/row-buffers.ts";
import { BLOCK_SLACK } from "../../src/read/block.ts";
import { clean } from "../../src/read/clean.ts";
import type { UnwrappedBlock } from "../../src/unwrap/unwrapped-block.ts";

/** A value of a row: numbers for counted columns, a list for flags, null for "-" and for nothing, as the database reads them. */
export type Value = string | number | null | readonly string[];

/** What became of a line. `other` holds the fields without a column. */
export type Outcome =
  | {
      readonly is: "record";
      readonly format: string;
      /** Every column is there. */
      readonly record: Readonly<Record<string, Value>>;
      readonly other: Readonly<Record<string, unknown>>;
    }
  | { readonly is: "other" }
  | { readonly is: "reject"; readonly reason: RejectReason };

const counted = new Set<string>([
  "response_code",
  "bytes_received",
  "bytes_sent",
  "duration_ms",
  "upstream_service_time_ms",
  "attempt_count",
  "attempt_ordinal",
  "grpc_status",
]);

/** What the parse stage makes of each line, without a database. Lines must hold no line break. */
export async function readLines(lines: readonly string[], formats: readonly Format[] = shelf): Promise<Outcome[]> {
  return readWith(lines, new Recogniser(formats));
}

/** The same for one line. */
export async function readLine(line: string, formats: readonly Format[] = shelf): Promise<Outcome> {
  const [outcome] = await readLines([line], formats);
  if (outcome === undefined) throw new Error("no outcome");
  return outcome;
}

/** The same with a recogniser that is used for more than one source. */
export async function readWith(lines: readonly string[], recogniser: Recogniser): Promise<Outcome[]> {
  const origins = new Origins(1);
  const outcomes: Outcome[] = lines.map(() => ({ is: "other" }));
  let [counts, blocks] = [{ lines: 0, rows: 0, others: 0, rejects: 0 }, 0];
  for await (const block of parse(oneBlock(lines), {
    sourceId: 1,
    firstLine: 1,
    recogniser,
    origins,
    buffers: new RowBuffers(),
  })) {
    blocks++;
    for (const reject of block.rejects) outcomes[reject.line - 1] = rejectOutcome(reject);
    for (const row of block.bytes.toString("utf8", 0, block.length).split("\n").slice(0, -1)) {
      const [lineId, originId, ...values] = row.split("\x1f");
      const format = origins.used.find((origin) => String(origin.origin_id) === originId)?.format;
      if (format === undefined || values.length !== columns.length + 1) throw new Error(`a broken row: ${row}`);
      outcomes[Number(lineId?.slice(-10)) - 1] = recordOutcome(format, values);
    }
    counts = {
      lines: counts.lines + block.lines,
      rows: counts.rows + block.rows,
      others: counts.others + block.others,
      rejects: counts.rejects + block.rejects.length,
    };
  }
  const seen = {
    lines: lines.length,
    rows: count(outcomes, "record"),
    others: count(outcomes, "other"),
    rejects: count(outcomes, "reject"),
  };
  if (blocks === 0 || JSON.stringify(seen) !== JSON.stringify(counts))
    throw new Error(`lines in are not lines out: ${JSON.stringify(counts)}, seen ${JSON.stringify(seen)}`);
  return outcomes;
}

async function* oneBlock(lines: readonly string[]): AsyncIterable<UnwrappedBlock> {
  const cleaned = clean(Buffer.from(lines.map((line) => `${line}\n`).join("")));
  const bytes = Buffer.concat([cleaned, Buffer.alloc(BLOCK_SLACK)]);
  yield { bytes, length: cleaned.length, spans: null, facts: null, wrappers: null, tooLong: [] };
}

function count(outcomes: readonly Outcome[], is: Outcome["is"]): number {
  return outcomes.filter((outcome) => outcome.is === is).length;
}

function rejectOutcome({ reason }: Reject): Outcome {
  return { is: "reject", reason };
}

function recordOutcome(format: string, values: readonly string[]): Outcome {
  const record = Object.fromEntries(columns.map((name, index) => [name, valueOf(name, values[index] ?? "")]));
  const other = values.at(-1) ?? "";
  return { is: "record", format, record, other: other === "-" ? {} : JSON.parse(other) };
}

function valueOf(name: ColumnName, text: string): Value {
  const isAbsent = text === "-" || text === "";
  if (name === "response_flags") return isAbsent ? [] : text.split(",");
  if (isAbsent) return null;
  if (!counted.has(name)) return text;
  if (!/^\d{1,18}$/.test(text)) throw new Error(`${name} is no whole number: ${text}`);
  return Number(text);
}
