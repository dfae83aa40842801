import type { RejectReason } from "../core/reject.ts";
import type { RejectCount, SourceTally } from "../core/tally.ts";
import type { MarkedStretch } from "../parse/marked-stretch.ts";
import type { Origin } from "../parse/origins.ts";
import type { Source } from "../read/open.ts";

/** Counts what is seen of one source, block by block, and gives its tally at the end. */
export class Tallier {
  readonly source: Source;
  readonly fingerprint: string | null;
  /** Filled by the reader of blocks. */
  readonly bytes = { bytes: 0, endsWithNewline: true };
  sourceId = 0;
  /** The number of the first line that is read. */
  firstLine = 1;
  lines = 0;
  rows = 0;
  others = 0;
  rejected = 0;
  /** The first line that is no access log line or was rejected, in words for an error; null when there is none. */
  firstStranger: string | null = null;
  #problem: string | null = null;
  #skipped: string | null = null;
  readonly #rejects = new Map<RejectReason, { count: number; first: RejectCount["first"] }>();

  constructor(source: Source, fingerprint: string | null) {
    this.source = source;
    this.fingerprint = fingerprint;
  }

  begin(sourceId: number, firstLine: number): void {
    this.sourceId = sourceId;
    this.firstLine = firstLine;
  }

  skip(why: string): void {
    this.#skipped = why;
  }

  count(stretch: MarkedStretch): void {
    this.lines += stretch.lines;
    this.rows += stretch.rows;
    this.others += stretch.others;
    this.rejected += stretch.rejects.length;
    for (const { reason, line, text } of stretch.rejects) {
      const known = this.#rejects.get(reason);
      if (known === undefined) this.#rejects.set(reason, { count: 1, first: { line, text } });
      else known.count++;
    }
    const stranger = stretch.rejects[0] ?? stretch.firstOther;
    if (stranger !== null) this.firstStranger ??= `line ${stranger.line} is: ${stranger.text.slice(0, 120)}`;
  }

  end(problem: string | null): void {
    this.#problem = problem;
  }

  row(origins: readonly Origin[]): SourceTally {
    const formats = origins.filter((origin) => origin.source_id === this.sourceId && this.sourceId > 0);
    const byFormat = new Map<string, number>();
    for (const { format, lines } of formats) byFormat.set(format, (byFormat.get(format) ?? 0) + lines);
    return {
      source_id: this.sourceId,
      name: this.source.name,
      kind: this.source.kind,
      bytes: this.bytes.bytes,
      lines: this.lines,
      access_log: this.rows,
      other: this.others,
      rejected: this.rejected,
      formats: [...byFormat].map(([format, lines]) => ({ format, lines })).sort((a, b) => b.lines - a.lines),
      rejects: [...this.#rejects]
        .map(([reason, { count, first }]) => ({ reason, count, first }))
        .sort((a, b) => b.count - a.count),
      problem: this.#problem,
      skipped: this.#skipped,
    };
  }
}
