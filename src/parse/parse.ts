import type { Reject } from "../core/reject.ts";
import type { Batches } from "../rows/batches.ts";
import type { Bytes } from "../rows/heap.ts";
import { IN_LINES, type RowBatch } from "../rows/row-batch.ts";
import type { Facts, UnwrappedBlock } from "../unwrap/unwrapped-block.ts";
import type { MarkedStretch } from "./marked-stretch.ts";
import type { Origin, Origins } from "./origins.ts";
import type { Candidate } from "./reading.ts";
import type { Recogniser } from "./recognise.ts";
import { recordOf } from "./record.ts";
import { RowWriter } from "./row-writer.ts";

/** How much of a rejected line is kept. */
const EXCERPT_BYTES = 1000;

const NEWLINE = 0x0a;
const noFacts: Facts = {};
const blank = { is: "other" } as const;

/** What the parse stage needs to know of the source whose blocks it reads. */
export type ParseContext = {
  readonly sourceId: number;
  /** The number of the first line that is read, from 1: more than 1 where an earlier ingest read the lines before it. */
  readonly firstLine: number;
  readonly recogniser: Recogniser;
  readonly origins: Origins;
  readonly batches: Batches;
};

/**
 * The rows of the lines that are access log lines, in stretches, with the rejects among the rest.
 *
 * Every line is tried against the marker that fitted last, then against the others, then read carefully.
 * Throws: never; a line that does not fit is a Reject or an other line.
 */
export async function* parse(
  blocks: AsyncIterable<UnwrappedBlock>,
  context: ParseContext,
): AsyncIterable<MarkedStretch> {
  const reader = new LineReader(context);
  for await (const block of blocks) yield* reader.read(block);
  yield* reader.end();
}

/** Reads the lines of one source; remembers what fitted. */
class LineReader {
  readonly #context: ParseContext;
  readonly #candidates: Candidate[];
  readonly #writer = new RowWriter();
  /** The candidate that took the last line, and may be believed. */
  #trusted: Candidate | null = null;
  readonly #layouts = new Set<string>();
  /** The batch that rows are written into: one goes on from block to block, since a short one costs as much to load as a full one. */
  #batch: RowBatch | null = null;
  /** The number of the next line. */
  #line: number;
  #origin: Origin | null = null;

  constructor(context: ParseContext) {
    this.#context = context;
    this.#line = context.firstLine;
    this.#candidates = context.recogniser.candidates();
    this.#writer.useSource(context.sourceId);
  }

  *read(block: UnwrappedBlock): Generator<MarkedStretch> {
    const { bytes, length } = block;
    const place = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), length };
    let done = this.#begin(place, 0);
    let at = 0;
    for (let index = 0; at < length; index++) {
      if (done.batch.isFull) {
        this.#batch = null;
        yield done.end(at, true);
        done = this.#begin(place, at);
      }
      const line = this.#line;
      const span = block.spans?.[index] ?? 1;
      const facts = block.facts?.[index] ?? noFacts;
      this.#line += span;
      // A line that was joined from several counts once for itself and as other lines for its further pieces.
      done.lines += span;
      done.others += span - 1;
      const end = this.#take(done, at, line, facts);
      if (end > 0) {
        at = end;
      } else {
        const next = bytes.indexOf(NEWLINE, at) + 1;
        const tooLong = block.tooLong.find((each) => each.index === index);
        if (tooLong !== undefined) done.rejects.push({ line, reason: "LINE_TOO_LONG", text: tooLong.text });
        else this.#readCarefully(done, at, next - 1, line, facts);
        at = next;
      }
    }
    yield done.end(at, false);
  }

  /** The rows that wait for others. */
  *end(): Generator<MarkedStretch> {
    if (this.#batch !== null && this.#batch.rows > 0)
      yield { batch: this.#batch, rows: 0, lines: 0, others: 0, rejects: [], firstOther: null };
  }

  #begin(place: Bytes, from: number): Stretch {
    this.#batch ??= this.#context.batches.next();
    return new Stretch(place, this.#batch, from);
  }

  #readCarefully(done: Stretch, from: number, to: number, line: number, facts: Facts): void {
    const { bytes } = done.place;
    const reading =
      from === to ? blank : this.#context.recogniser.read(bytes.toString("utf8", from, to), this.#layouts);
    if (reading.is === "other") {
      done.others++;
      if (from < to)
        done.firstOther ??= { line, text: bytes.toString("utf8", from, Math.min(to, from + EXCERPT_BYTES)) };
    } else if (reading.is === "broken") {
      done.rejects.push({
        line,
        reason: reading.reason,
        text: bytes.toString("utf8", from, Math.min(to, from + EXCERPT_BYTES)),
      });
    } else {
      this.#writer.record(done.batch, recordOf(reading.entries));
      this.#end(done.batch, line, reading.format, facts);
      if (reading.learned !== null) {
        this.#candidates.unshift(reading.learned);
      }
    }
  }

  /** Writes the row of the line at `at`, if a marker takes it, which then stands first; gives the line's end, or -1. */
  #take({ place, batch, base }: Stretch, at: number, line: number, facts: Facts): number {
    const candidates = this.#candidates;
    const flagCount = batch.flagCount;
    for (let turn = 0; turn < candidates.length; turn++) {
      const candidate = candidates[turn]!;
      const { format, marker } = candidate;
      const end = marker.mark(place, at, batch, base);
      if (end < 0) {
        batch.forget(flagCount);
        continue;
      }
      if (candidate !== this.#trusted) {
        if (!candidate.isSure()) {
          batch.forget(flagCount);
          candidates.splice(turn--, 1);
          continue;
        }
        this.#trusted = candidate;
      }
      if (turn > 0) {
        candidates.splice(turn, 1);
        candidates.unshift(candidate);
      }
      const hasLeftovers = marker.conversions.length > 0 || marker.others.length > 0;
      if (hasLeftovers && !this.#writer.leftovers(batch, place, marker)) {
        batch.forget(flagCount);
        return -1;
      }
      this.#end(batch, line, format, facts);
      return end;
    }
    return -1;
  }

  /** Ends a row of this format. */
  #end(batch: RowBatch, line: number, format: string, facts: Facts): void {
    this.#useOrigin(format, facts).lines++;
    this.#writer.end(batch, line);
  }

  #useOrigin(format: string, facts: Facts): Origin {
    let origin = this.#origin;
    if (origin === null || origin.format !== format || origin.facts !== facts) {
      origin = this.#context.origins.of(this.#context.sourceId, facts, format);
      this.#origin = origin;
      this.#writer.useOrigin(origin.origin_id);
    }
    return origin;
  }
}

/** What was made so far of a stretch of a block: rows, and the counts beside them. */
class Stretch {
  readonly place: Bytes;
  readonly batch: RowBatch;
  /** Where it begins in the block. */
  readonly #from: number;
  readonly #rowsBefore: number;
  /** Where the lines of the batch begin in the block, were those of earlier blocks in front of it. */
  readonly base: number;
  readonly rejects: Reject[] = [];
  lines = 0;
  others = 0;
  firstOther: MarkedStretch["firstOther"] = null;

  constructor(place: Bytes, batch: RowBatch, from: number) {
    this.place = place;
    this.batch = batch;
    this.#from = from;
    this.#rowsBefore = batch.rows;
    this.base = from - batch.heaps[IN_LINES]!.length;
  }

  /** The stretch that ends at `to`. Its lines are kept, since the block is used again. */
  end(to: number, isLast: boolean): MarkedStretch {
    const { batch, lines, others, rejects, firstOther } = this;
    const rows = batch.rows - this.#rowsBefore;
    if (rows > 0) batch.heaps[IN_LINES]!.append(this.place.bytes, this.#from, to);
    return { batch: isLast ? batch : null, rows, lines, others, rejects, firstOther };
  }
}
