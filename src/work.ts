import { readChecks, readDetectors, readModel, type Detector } from "./catalog/catalog.ts";
import { readGiven } from "./config/given.ts";
import { choose } from "./core/choose.ts";
import type { Row } from "./core/cell.ts";
import { firstLineOf, toldWith, UsageError } from "./core/errors.ts";
import type { SourceTally } from "./core/tally.ts";
import { correlate, isDerived } from "./correlate/correlate.ts";
import { detect as runDetectors } from "./detect/detect.ts";
import { overviewOf } from "./detect/overview.ts";
import { parameterRow, parameterValues, type ParameterValues } from "./detect/parameters.ts";
import type { Checkup } from "./doctor/checkup.ts";
import type { DetectOptions, IngestOptions, StoreOptions } from "./options.ts";
import { ingestInto } from "./pipeline.ts";
import type { DetectorInfo } from "./report/detector-info.ts";
import type { Report } from "./report/report.ts";
import { mustExist, withDatabase, type Session } from "./session.ts";
import { tallies } from "./store/ledger.ts";

/** As in `index.ts`, which loads this file when it is first needed: DuckDB and YAML take longer to load than `--help` may take. */
export async function analyze(options: IngestOptions & DetectOptions): Promise<Report> {
  const given = await readGiven(options);
  const chosen = await choice(options, given.parameters);
  return withDatabase(options.db, options, async (session) => {
    const sources = await ingestInto(session, given.formats, options);
    options.onProgress?.({ source: "", bytesDone: 0, bytesTotal: null, lines: 0, stage: "detect" });
    return report(session, chosen, sources);
  });
}

/** As in `index.ts`. */
export async function ingest(
  options: IngestOptions & { readonly db: string },
): Promise<{ readonly sources: readonly SourceTally[] }> {
  const { formats } = await readGiven(options);
  return withDatabase(options.db, options, async (session) => ({
    sources: await ingestInto(session, formats, options),
  }));
}

/** As in `index.ts`. */
export async function detect(options: DetectOptions & StoreOptions): Promise<Report> {
  const { config } = options;
  const { parameters } = await readGiven(config === undefined ? {} : { config });
  const chosen = await choice(options, parameters);
  return withDerived(options, async (session) => report(session, chosen, await tallies(session.database)));
}

/** As in `index.ts`. */
export async function doctor(options: IngestOptions | StoreOptions): Promise<Checkup> {
  const [detectors, checks, { checkUp }] = [
    await readDetectors(),
    await readChecks(),
    await import("./doctor/doctor.ts"),
  ];
  if (!("inputs" in options)) {
    return withDerived(options, async ({ database }) => checkUp(database, await tallies(database), detectors, checks));
  }
  const { formats } = await readGiven(options);
  return withDatabase(options.db, options, async (session) =>
    checkUp(session.database, await ingestInto(session, formats, options), detectors, checks),
  );
}

/** As in `index.ts`. */
export async function querySql(
  options: StoreOptions & { readonly sql: string },
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly Row[] }> {
  return withDerived(options, async ({ database }) => {
    await database.lock();
    return database.ask(options.sql).catch((error: unknown) => {
      if (error instanceof UsageError) throw error;
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      throw new UsageError("USAGE_BAD_SQL", `DuckDB refuses the statement: ${firstLineOf(cause)}`, {
        cause,
        hint: "docs/tables.md lists the tables and their columns; SHOW TABLES and DESCRIBE access_log do so too",
      });
    });
  });
}

/** As in `index.ts`. */
export async function listDetectors(detectorsDir?: string): Promise<readonly DetectorInfo[]> {
  return (await readDetectors(detectorsDir)).map(({ head }) => ({
    id: head.id,
    title: head.title,
    means: head.means,
    not_when: head["not-when"],
    do: head.do,
    source: head.source,
    needs: head.needs,
    params: Object.entries(head.params).map(([name, parameter]) => ({ name, ...parameter })),
    severity: head.severity,
  }));
}

/** Works with a database that is there, whose requests and sends are derived, and in which nothing can change any more. */
async function withDerived<T>(options: StoreOptions, work: (session: Session) => Promise<T>): Promise<T> {
  await mustExist(options.db);
  const model = await readModel();
  const readOnly = { ...options, isReadOnly: true };
  const early = await withDatabase(options.db, readOnly, async (session) =>
    (await isDerived(session.database, model)) ? { result: await work(session) } : null,
  );
  if (early !== null) return early.result;
  await withDatabase(options.db, options, ({ database }) => correlate(database, model));
  return withDatabase(options.db, readOnly, work);
}

type Choice = { readonly detectors: readonly Detector[]; readonly values: ParameterValues };

/** The detectors and parameters asked for; checked before any log is read. */
async function choice(options: DetectOptions, fromConfig: readonly string[]): Promise<Choice> {
  const all = await readDetectors(options.detectorsDir);
  const shelf = all.map((detector) => ({ ...detector, name: detector.head.id }));
  const wanted = options.detectors?.map((id) => choose(shelf, "detector", id, "retryscope detectors lists them"));
  // First alone, so that a mistake is told with the file it stands in.
  toldWith(`in "${options.config}"`, () => checkedValues(fromConfig, all));
  const values = checkedValues([...fromConfig, ...(options.parameters ?? [])], all);
  return { detectors: wanted ?? all, values };
}

function checkedValues(texts: readonly string[], detectors: readonly Detector[]): ParameterValues {
  const values = parameterValues(texts, detectors);
  for (const detector of detectors) parameterRow(detector, values);
  return values;
}

async function report(
  { database }: Session,
  { detectors, values }: Choice,
  sources: readonly SourceTally[],
): Promise<Report> {
  // A detector may be a user's file: from here on nothing outside the database can be reached.
  await database.lock();
  const overview = await overviewOf(database);
  return { version: 1, overview, sources, ...(await runDetectors(database, detectors, values)) };
}
