import type { Checks, Detector } from "../catalog/catalog.ts";
import { ParseError } from "../core/errors.ts";
import type { SourceTally } from "../core/tally.ts";
import { unmetNeeds } from "../detect/needs.ts";
import type { Database } from "../store/database.ts";
import { absentOf } from "./absent.ts";
import { advise } from "./advice/advise.ts";
import type { Checkup } from "./checkup.ts";
import { checkClocks } from "./clocks.ts";
import { examine } from "./examine.ts";
import { checkFields } from "./fields.ts";
import { checkDetectors } from "./limits.ts";
import { suspect } from "./suspicions.ts";

/**
 * What some logs hold and lack: who logged what, what makes numbers wrong, which detectors can run, and what to change.
 *
 * Throws: PARSE_NO_FORMAT_FITS where there is no access log line; STORE_FAILED.
 */
export async function checkUp(
  database: Database,
  sources: readonly SourceTally[],
  detectors: readonly Detector[],
  checks: Checks,
): Promise<Checkup> {
  const examined = await examine(database, checks);
  const { proxies, field_counts } = examined;
  if (proxies.length === 0) throw withoutLines(sources);
  const fields = checkFields(field_counts);
  const suspicions = suspect(proxies, sources, examined);
  const absent = absentOf(examined);
  const ids = detectors.map(({ head }) => head.id);
  const seen = { proxies, fields, suspicions, absent, nested: examined.nested };
  return {
    version: 1,
    sources,
    proxies,
    other_rows: examined.other_rows,
    fields,
    field_counts,
    clocks: checkClocks(proxies, examined),
    suspicions,
    absent,
    detectors: checkDetectors(ids, await unmetNeeds(database, detectors), seen),
    advice: advise(examined, suspicions, absent),
  };
}

/** Istio and Envoy write no access log unless they are told to: the likeliest reason for none, and the way out of it. */
function withoutLines(sources: readonly SourceTally[]): ParseError {
  const names = sources.map(({ name }) => `"${name}"`).join(", ");
  return new ParseError(
    "PARSE_NO_FORMAT_FITS",
    `there is no access log line in ${names === "" ? "the database" : names}`,
    {
      hint: "Istio and Envoy write none by default; in Istio, set meshConfig.accessLogFile: /dev/stdout",
    },
  );
}
