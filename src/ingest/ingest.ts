import { basename } from "node:path";
import { ParseError } from "../core/errors.ts";
import type { SourceTally } from "../core/tally.ts";
import type { IngestOptions } from "../options.ts";
import type { Format } from "../parse/format.ts";
import { Batches } from "../rows/batches.ts";
import { Origins, type Origin } from "../parse/origins.ts";
import { ownLines } from "../parse/own-lines.ts";
import { parse } from "../parse/parse.ts";
import { Recogniser } from "../parse/recognise.ts";
import { blocksOf } from "../read/blocks.ts";
import { fingerprintOf, isOfNothing } from "../read/fingerprint.ts";
import { memberPathOf, type Source } from "../read/source.ts";
import { resumePointOf } from "./resume.ts";
import type { Session } from "../session.ts";
import { enter, knownSources } from "../store/ledger.ts";
import { Load } from "../store/load.ts";
import { nextOriginId, storeOrigins, type OriginRow } from "../store/origins.ts";
import { RejectSpool } from "../store/rejects.ts";
import { Meter } from "./meter.ts";
import { Tallier } from "./tallier.ts";
import { unwrap } from "../unwrap/unwrap.ts";

/** More broken lines than this among those that look like access log lines: a report on the rest would mislead. */
const MAX_REJECTS = 0.5;

/**
 * Reads sources into `line`, `origin`, `reject` and `source`, all in one transaction: either all of them are there
 * afterwards, or none. A source whose bytes were ingested before is skipped, and its tally says so.
 *
 * Throws: what reading and storing throw; PARSE_NO_FORMAT_FITS; PARSE_TOO_MANY_REJECTS.
 */
export async function ingestSources(
  { database, temporary }: Session,
  sources: readonly Source[],
  formats: readonly Format[],
  options: Pick<IngestOptions, "maxRejects" | "onProgress" | "signal">,
): Promise<SourceTally[]> {
  const recogniser = new Recogniser(formats);
  const isOwn = ownLines(formats);
  const batches = new Batches();
  const origins = new Origins(await nextOriginId(database));
  const known = await knownSources(database);
  const seen = new Map(known.flatMap(({ fingerprint, name }) => (fingerprint === null ? [] : [[fingerprint, name]])));
  let nextId = (known.at(-1)?.source_id ?? 0) + 1;
  const tallies: Tallier[] = [];
  const meter = new Meter(sources, options.onProgress);

  await database.run("BEGIN");
  const load = Load.begin(database);
  const rejects = new RejectSpool(temporary);
  try {
    for await (const source of logsOf(sources, temporary)) {
      const fingerprint = await knownBy(source);
      const tally = new Tallier(source, fingerprint);
      tallies.push(tally);
      const twin = fingerprint === null ? undefined : seen.get(fingerprint);
      if (twin !== undefined) {
        tally.skip(twin === source.name ? "it was ingested before" : `it has the same content as ${twin}`);
        continue;
      }
      if (fingerprint !== null && !isOfNothing(fingerprint)) seen.set(fingerprint, source.name);
      const resume = await resumePointOf(source, known);
      tally.begin(nextId++, resume?.firstLine ?? 1);
      const bytes = await source.open(resume?.offset);
      try {
        const context = { sourceId: tally.sourceId, firstLine: tally.firstLine, recogniser, origins, batches };
        for await (const stretch of parse(unwrap(blocksOf(bytes, tally.bytes), source.name, { isOwn }), context)) {
          options.signal?.throwIfAborted();
          if (stretch.batch !== null) await load.add(stretch.batch);
          await rejects.add(tally.sourceId, stretch.rejects);
          tally.count(stretch);
          meter.show(source, bytes.taken(), stretch.lines);
        }
        tally.end(bytes.problem());
        // A log may stand in two archives of one call, shorter in the first.
        known.push({
          source_id: tally.sourceId,
          name: source.name,
          kind: source.kind,
          fingerprint,
          first_line: tally.firstLine,
          lines: tally.lines,
        });
      } finally {
        await bytes.close();
      }
      meter.finish(source);
    }
    await load.end();
  } catch (error) {
    await rejects.abandon();
    await load.abandon();
    throw error;
  }
  await rejects.load(database);
  await storeOrigins(
    database,
    origins.used.map((origin) => originRow(origin, tallies)),
  );
  const rows = tallies.map((tally) => tally.row(origins.used));
  for (const [index, row] of rows.entries())
    if (row.skipped === null && tallies[index] !== undefined) await enter(database, row, tallies[index]);
  mustBeUnderstood(tallies, options.maxRejects ?? MAX_REJECTS);
  await database.run("COMMIT");
  return rows;
}

/** The sources, and those in an archive that a pipe turns out to be. */
async function* logsOf(sources: readonly Source[], temporary: string): AsyncIterable<Source> {
  for (const source of sources) yield* (await source.members?.(temporary)) ?? [source];
}

/** By what the ledger knows a source again; null for a pipe, and for what an archive holds only the beginning of. */
async function knownBy({ name, size, fingerprint }: Source): Promise<string | null> {
  if (fingerprint !== undefined) return fingerprint;
  return size === null ? null : await fingerprintOf(name, size);
}

/** A proxy is the pod, where a wrapper told it; else the file, whose name people choose after the pod. */
function originRow({ origin_id, source_id, format, facts }: Origin, tallies: readonly Tallier[]): OriginRow {
  const { name = "-", kind = "plain" } = tallies.find((tally) => tally.sourceId === source_id)?.source ?? {};
  const file = basename(memberPathOf({ name, kind }) ?? name).replace(
    /(?:\.(?:log|txt|json|ndjson|jsonl|gz|zst|\d+))+$/i,
    "",
  );
  const { cluster = null, namespace = null, pod = null, container = null } = facts;
  return {
    origin_id,
    source_id,
    format,
    cluster,
    namespace,
    pod,
    container,
    proxy: pod ?? (file === "" ? name : file),
  };
}

/** Fails where a report would rest on too little of the logs. */
function mustBeUnderstood(tallies: readonly Tallier[], maxRejects: number): void {
  const sum = (of: (tally: Tallier) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  const [lines, rows, rejected] = [
    sum((tally) => tally.lines),
    sum((tally) => tally.rows),
    sum((tally) => tally.rejected),
  ];
  if (lines > 0 && rows === 0) {
    const stranger = tallies.find((tally) => tally.firstStranger !== null);
    throw new ParseError(
      "PARSE_NO_FORMAT_FITS",
      `no known format fits a single line of ${tallies.map(({ source }) => `"${source.name}"`).join(", ")}`,
      {
        cause: stranger?.firstStranger ?? undefined,
        hint: "retryscope formats explain says of one line why; give the format with --format-string or --format-from",
      },
    );
  }
  if (rejected > 0 && rejected > maxRejects * (rows + rejected)) {
    const share = `${((100 * rejected) / (rows + rejected)).toFixed(1)} %`;
    throw new ParseError(
      "PARSE_TOO_MANY_REJECTS",
      `${rejected} of ${rows + rejected} access log lines (${share}) could not be read`,
      {
        cause: tallies.find((tally) => tally.firstStranger !== null)?.firstStranger ?? undefined,
        hint: `a report on the rest would mislead; --max-rejects 100 reads it all the same`,
      },
    );
  }
}
