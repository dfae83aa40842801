import type { Reject, RejectReason } from "../../src/core/reject.ts";
import type { Format } from "../../src/parse/format.ts";
import { Batches } from "../../src/rows/batches.ts";
import { formats as shelf } from "../../src/parse/formats/index.ts";
import { Origins } from "../../src/parse/origins.ts";
import { parse } from "../../src/parse/parse.ts";
import { Recogniser } from "../../src/parse/recognise.ts";
import { BLOCK_SLACK } from "../../src/read/block.ts";
import { clean } from "../../src/read/clean.ts";
import type { UnwrappedBlock } from "../../src/unwrap/unwrapped-block.ts";
import { rowsOf, type Value } from "../helpers/rows.ts";

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

/** The same with a recogniser that is used for more than one source, and in blocks of so many lines. */
export async function readWith(
  lines: readonly string[],
  recogniser: Recogniser,
  perBlock = lines.length + 1,
): Promise<Outcome[]> {
  const origins = new Origins(1);
  const outcomes: Outcome[] = lines.map(() => ({ is: "other" }));
  let [counts, blocks] = [{ lines: 0, rows: 0, others: 0, rejects: 0 }, 0];
  for await (const stretch of parse(blocksOf(lines, perBlock), {
    sourceId: 1,
    firstLine: 1,
    recogniser,
    origins,
    batches: new Batches(),
  })) {
    blocks++;
    for (const reject of stretch.rejects) outcomes[reject.line - 1] = rejectOutcome(reject);
    for (const { line_id, origin_id, other, ...record } of stretch.batch === null ? [] : rowsOf(stretch.batch)) {
      const format = origins.used.find((origin) => origin.origin_id === origin_id)?.format;
      if (format === undefined) throw new Error(`no origin ${String(origin_id)}`);
      outcomes[(Number(line_id) % 1e10) - 1] = {
        is: "record",
        format,
        record,
        other: JSON.parse(String(other ?? "{}")),
      };
    }
    counts = {
      lines: counts.lines + stretch.lines,
      rows: counts.rows + stretch.rows,
      others: counts.others + stretch.others,
      rejects: counts.rejects + stretch.rejects.length,
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

/** Blocks in one memory, as a reader gives them: each overwrites the one before. */
async function* blocksOf(lines: readonly string[], perBlock: number): AsyncIterable<UnwrappedBlock> {
  const texts = Array.from({ length: Math.max(Math.ceil(lines.length / perBlock), 1) }, (_, nth) =>
    clean(
      Buffer.from(
        lines
          .slice(nth * perBlock, (nth + 1) * perBlock)
          .map((line) => `${line}\n`)
          .join(""),
      ),
    ),
  );
  const bytes = Buffer.alloc(Math.max(0, ...texts.map(({ length }) => length)) + BLOCK_SLACK);
  for (const text of texts) {
    bytes.fill(0).set(text);
    yield { bytes, length: text.length, spans: null, facts: null, wrappers: null, tooLong: [] };
  }
}

function count(outcomes: readonly Outcome[], is: Outcome["is"]): number {
  return outcomes.filter((outcome) => outcome.is === is).length;
}

function rejectOutcome({ reason }: Reject): Outcome {
  return { is: "reject", reason };
}
