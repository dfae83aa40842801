import { readModel } from "./catalog/catalog.ts";
import { correlate } from "./correlate/correlate.ts";
import { ingestSources } from "./ingest/ingest.ts";
import { knownLengths } from "./ingest/resume.ts";
import { abortableStdin } from "./ingest/until-aborted.ts";
import type { IngestOptions } from "./options.ts";
import type { Format } from "./parse/format.ts";
import { sourcesOf } from "./read/open.ts";
import type { Session } from "./session.ts";
import type { SourceTally } from "./core/tally.ts";

/** The whole way of the data up to `request` and `send`: reads the logs into the tables and derives from them. */
export async function ingestInto(
  session: Session,
  formats: readonly Format[],
  options: IngestOptions,
): Promise<SourceTally[]> {
  const lengths = await knownLengths(session.database);
  const sources = await sourcesOf(options.inputs, abortableStdin(options), lengths);
  const tallies = await ingestSources(session, sources, formats, options);
  options.onProgress?.({ source: "", bytesDone: 0, bytesTotal: null, lines: 0, stage: "correlate" });
  await correlate(session.database, await readModel());
  return tallies;
}
