import type { Reject } from "../core/reject.ts";
import { MOST_LINE_BYTES, type Facts, type UnwrappedBlock } from "../unwrap/unwrapped-block.ts";
import { RowConverter } from "./convert-row.ts";
import type { LineMarker, RowPlace } from "./line-marker.ts";
import type { MarkedBlock } from "./marked-block.ts";
import type { Origin, Origins } from "./origins.ts";
import type { Candidate } from "./reading.ts";
import type { Recogniser } from "./recognise.ts";
import { recordOf } from "./record.ts";
import { ROW_BUFFER_BYTES, type RowBuffers } from "./row-buffers.ts";
import { ROW_OVERHEAD, RowWriter } from "./row-writer.ts";

/** The longest row: a line of the longest kind, three times over where every byte is escaped, behind its head. */
const MOST_ROW_BYTES = 3 * MOST_LINE_BYTES + ROW_OVERHEAD;
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
  readonly buffers: RowBuffers;
};

/**
 * Marked blocks of the lines that are access log lines, with the rejects among the rest.
 *
 * Every line is tried against the marker that fitted last, then against the others, then read carefully.
 * Throws: never; a line that does not fit is a Reject or an other line.
 */
export async function* parse(blocks: AsyncIterable<UnwrappedBlock>, context: ParseContext): AsyncIterable<MarkedBlock> {
  const reader = new LineReader(context);
  for await (const block of blocks) yield* reader.read(block);
}

/** Reads the lines of one source; remembers what fitted. */
class LineReader {
  readonly #context: ParseContext;
  readonly #candidates: Candidate[];
  readonly #writer = new RowWriter();
  readonly #converter = new RowConverter();
  /** The candidate that took the last line, and may be believed. */
  #trusted: Candidate | null = null;
  readonly #layouts = new Set<string>();
  /** The number of the next line. */
  #line: number;
  #origin: Origin | null = null;

  constructor(context: ParseContext) {
    this.#context = context;
    this.#line = context.firstLine;
    this.#candidates = context.recogniser.candidates();
    this.#writer.useSource(context.sourceId);
  }

  *read(block: UnwrappedBlock): Generator<MarkedBlock> {
    const { bytes, length } = block;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let done = this.#begin(bytes, view);
    let at = 0;
    for (let index = 0; at < length; index++) {
      if (done.length > ROW_BUFFER_BYTES - MOST_ROW_BYTES) {
        yield done.block();
        done = this.#begin(bytes, view);
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
        done.rows++;
        at = end;
      } else {
        const next = bytes.indexOf(NEWLINE, at) + 1;
        const tooLong = block.tooLong.find((each) => each.index === index);
        if (tooLong !== undefined) done.rejects.push({ line, reason: "LINE_TOO_LONG", text: tooLong.text });
        else this.#readCarefully(done, at, next - 1, line, facts);
        at = next;
      }
    }
    yield done.block();
  }

  #begin(bytes: Buffer, view: DataView): Stretch {
    return new Stretch(bytes, view, this.#context.buffers.next());
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
      const record = recordOf(reading.entries);
      done.length = this.#write(
        { ...done.place, ...record.place },
        done.length,
        line,
        reading.format,
        facts,
        record.marker,
      );
      done.rows++;
      if (reading.learned !== null) {
        this.#candidates.unshift(reading.learned);
      }
    }
  }

  /** Writes the row of the line at `at`, if a marker takes it; gives the line's end, or -1. */
  #take(done: Stretch, at: number, line: number, facts: Facts): number {
    const copier = this.#trusted === null ? null : this.#trusted.marker.copier;
    if (copier !== null) {
      const origin = this.#useOrigin(this.#trusted!.format, facts);
      const end = copier.copy(done.place, at, this.#writer.head(done.place, done.length, line));
      if (end > 0) {
        origin.lines++;
        done.length = copier.written;
        return end;
      }
    }
    const end = this.#mark(done.place.bytes, done.place.view, at);
    return end > 0 && this.#writeMarked(done, at, end, line, facts) ? end : -1;
  }

  /** Writes the row of a line that the first candidate took, unless a value of it has no place in its column. */
  #writeMarked(done: Stretch, from: number, to: number, line: number, facts: Facts): boolean {
    const { format, marker } = this.#candidates[0]!;
    if (marker.conversions.length === 0) {
      done.length = this.#write(done.place, done.length, line, format, facts, marker);
      return true;
    }
    const row = this.#converter.convert(done.place.bytes, from, to, marker);
    if (row === null) return false;
    done.length = this.#write({ ...done.place, ...row.place }, done.length, line, format, facts, row.marker);
    return true;
  }

  /** The end of the line by the first marker that takes it, which then stands first; or -1. */
  #mark(bytes: Uint8Array, view: DataView, at: number): number {
    const candidates = this.#candidates;
    for (let turn = 0; turn < candidates.length; turn++) {
      const candidate = candidates[turn]!;
      const end = candidate.marker.mark(bytes, view, at);
      if (end < 0) continue;
      if (candidate !== this.#trusted) {
        if (!candidate.isSure()) {
          candidates.splice(turn--, 1);
          continue;
        }
        this.#trusted = candidate;
      }
      if (turn > 0) {
        candidates.splice(turn, 1);
        candidates.unshift(candidate);
      }
      return end;
    }
    return -1;
  }

  #write(
    place: RowPlace,
    at: number,
    line: number,
    format: string,
    facts: Facts,
    marker: Pick<LineMarker, "spans" | "others">,
  ): number {
    this.#useOrigin(format, facts).lines++;
    return this.#writer.write(place, at, line, marker);
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

/** What was made so far of a stretch of a block: rows in an output buffer, and the counts beside them. */
class Stretch {
  readonly place: RowPlace & { readonly bytes: Buffer };
  readonly rejects: Reject[] = [];
  length = 0;
  rows = 0;
  lines = 0;
  others = 0;
  firstOther: MarkedBlock["firstOther"] = null;
  readonly #out: Buffer;

  constructor(bytes: Buffer, view: DataView, out: Buffer) {
    this.#out = out;
    this.place = { bytes, view, out, outView: new DataView(out.buffer, out.byteOffset, out.length) };
  }

  block(): MarkedBlock {
    const { length, rows, lines, others, rejects, firstOther } = this;
    return { bytes: this.#out, length, rows, lines, others, rejects, firstOther };
  }
}
