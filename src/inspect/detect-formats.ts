import { readGiven } from "../config/given.ts";
import { Tallier } from "../ingest/tallier.ts";
import { abortableStdin, unlessAborted } from "../ingest/until-aborted.ts";
import type { AbortOptions, FormatOptions, InputOptions } from "../options.ts";
import { Origins, type Origin } from "../parse/origins.ts";
import { ownLines } from "../parse/own-lines.ts";
import { parse, type ParseContext } from "../parse/parse.ts";
import { Recogniser } from "../parse/recognise.ts";
import { Batches } from "../rows/batches.ts";
import { blocksOf, type ByteCounts } from "../read/blocks.ts";
import { sourcesOf, type Source } from "../read/open.ts";
import { sampleOf } from "../read/sample.ts";
import { unwrap } from "../unwrap/unwrap.ts";
import { certaintyOf } from "./certainty.ts";
import type { DetectedSource } from "./detected-source.ts";
import { WrapperTally } from "./wrapper-tally.ts";

/** How much of a source is looked at: some thousand lines, and a few ms. */
const SAMPLE_BYTES = 1 << 19;

/**
 * What each source is: its wrappers and formats, and how sure that is, from its beginning.
 *
 * Throws: what naming and opening sources throws; USAGE_BAD_VALUE and USAGE_UNKNOWN_NAME for what the caller gave.
 */
export async function detectFormats(options: FormatOptions & InputOptions & AbortOptions): Promise<DetectedSource[]> {
  const { formats } = await readGiven(options);
  const guessed = new Set(formats.filter(({ isLastResort }) => isLastResort === true).map((each) => each.name));
  const reader = { recogniser: new Recogniser(formats), batches: new Batches(), isOwn: ownLines(formats), guessed };
  return unlessAborted(options, async () => {
    const detected: DetectedSource[] = [];
    for (const source of await sourcesOf(options.inputs, abortableStdin(options))) {
      options.signal?.throwIfAborted();
      detected.push(await detectIn(source, reader));
    }
    return detected;
  });
}

/** What serves all sources; `guessed` are the formats that a line is read as where no other claims it. */
type Reader = Pick<ParseContext, "recogniser" | "batches"> & {
  readonly isOwn: ReturnType<typeof ownLines>;
  readonly guessed: ReadonlySet<string>;
};

async function detectIn(source: Source, { isOwn, guessed, ...reader }: Reader): Promise<DetectedSource> {
  const opened = await source.open();
  try {
    const { bytes, isCut } = await sampleOf(opened, SAMPLE_BYTES);
    const counts: ByteCounts = { bytes: 0, endsWithNewline: true, isCut };
    const wrapped = new WrapperTally();
    const origins = new Origins(1);
    const tallier = new Tallier(source, null);
    tallier.begin(1, 1);
    const blocks = wrapped.count(unwrap(blocksOf(bytes, counts), source.name, { isOwn, namesWrappers: true }));
    for await (const stretch of parse(blocks, { ...reader, sourceId: 1, firstLine: 1, origins }))
      tallier.count(stretch);
    tallier.end(opened.problem());
    const {
      name,
      kind,
      lines,
      access_log,
      other,
      rejected,
      rejects,
      formats: found,
      problem,
    } = tallier.row(origins.used);
    return {
      name,
      kind,
      framing: counts.framing ?? null,
      is_whole: !isCut,
      lines,
      access_log,
      other,
      rejected,
      formats: found,
      wrappers: wrapped.chains(),
      told: toldIn(origins.used),
      ...certaintyOf({ lines, access_log, rejected, formats: found }, guessed),
      rejects,
      stranger: tallier.firstStranger,
      problem,
    };
  } finally {
    await opened.close();
  }
}

function toldIn(origins: readonly Origin[]): DetectedSource["told"] {
  const count = (of: (origin: Origin) => string | undefined): number =>
    new Set(origins.flatMap((origin) => of(origin) ?? [])).size;
  return {
    cluster: count(({ facts }) => facts.cluster),
    namespace: count(({ facts }) => facts.namespace),
    pod: count(({ facts }) => facts.pod),
    container: count(({ facts }) => facts.container),
  };
}
