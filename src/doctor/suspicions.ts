import { durationText } from "../core/duration-text.ts";
import { counted, groupedNumber, shareText } from "../core/number-text.ts";
import type { SourceTally } from "../core/tally.ts";
import { windowText } from "../core/time-text.ts";
import type { ProxyCheck, Suspicion } from "./checkup.ts";
import type { Examined, Share } from "./examine.ts";

/** Fewer lines than this show nothing: they may all have failed. */
const LEAST_LINES = 20;
/** From so many on, chance is no explanation worth a word. */
const MANY_LINES = 100;
/** Where fewer of the other side's requests than this have a line, lines are missing: single ones are at the edges of any log. */
const WHOLE_SHARE = 0.9;
/** So many lines stop at a limit of a tool: kubectl logs -l (10 a pod), logcli (30), and the usual pages of log stores. */
const limits: ReadonlySet<number> = new Set([10, 30, 100, 500, 1000, 5000, 10_000]);

const ratios =
  "error shares, retries per request, durations of good calls: retry-storms, retries-exhausted, per-try-timeout-too-short, uneven-subsets, inferred-policy, hidden-retries";

/** What makes numbers wrong, by proxy and then by source, each with the counts that it rests on. */
export function suspect(
  proxies: readonly ProxyCheck[],
  sources: readonly SourceTally[],
  examined: Examined,
): Suspicion[] {
  return [
    ...proxies.flatMap((proxy) => {
      const shares = examined.shares.filter((share) => share.proxy === proxy.proxy);
      return filtered(proxy, shares) ?? sampled(proxy, shares);
    }),
    ...silences(examined),
    ...partial(proxies),
    ...sources.flatMap(limited),
    ...examined.repeated.map(repeated),
  ];
}

/** A log without one good request: a filter such as `response.code >= 400`, unless the other side failed as well. */
function filtered({ proxy, good, bad }: ProxyCheck, shares: readonly Share[]): Suspicion[] | null {
  if (good > 0 || bad < LEAST_LINES) return null;
  const elsewhere = shares.reduce((total, share) => total + share.good, 0);
  const failed = shares.reduce((total, share) => total + share.bad, 0);
  if (elsewhere === 0 && failed >= LEAST_LINES) return [];
  const base = `none of ${counted(bad, "request")} has a status below 400`;
  const proof =
    elsewhere === 0
      ? "no other log tells whether any was good"
      : `${groupedNumber(elsewhere)} good ones that passed it stand in other logs only`;
  return [
    {
      kind: "filter",
      subject: proxy,
      certainty: elsewhere >= LEAST_LINES ? "sure" : bad >= MANY_LINES ? "likely" : "possible",
      evidence: `${base}; ${proof}`,
      breaks: ratios,
    },
  ];
}

/** A log that has only some of the requests that the other side tells of. */
function sampled({ proxy }: ProxyCheck, shares: readonly Share[]): Suspicion[] {
  return shares.flatMap(({ good, good_seen, bad, bad_seen }) => {
    const [all, seen] = [good + bad, good_seen + bad_seen];
    if (all < LEAST_LINES || seen >= all * WHOLE_SHARE) return [];
    return [
      {
        kind: "sampling",
        subject: proxy,
        certainty: all >= MANY_LINES ? "likely" : "possible",
        evidence: `of ${counted(all, "request")} that passed it while it logged, as the other side tells, it has ${groupedNumber(seen)} (${shareText(seen, all)}; good ones ${groupedNumber(good_seen)} of ${groupedNumber(good)}): sampled, filtered or lost`,
        breaks: ratios,
      } as const,
    ];
  });
}

function silences({ silences: rows }: Examined): Suspicion[] {
  return rows.flatMap((row) => {
    const expected = Number(row["expected"]);
    if (expected < LEAST_LINES) return [];
    const [from, to] = [String(row["first"]), String(row["last"])];
    return [
      {
        kind: "silence",
        subject: String(row["proxy"]),
        certainty: expected >= MANY_LINES ? "likely" : "possible",
        evidence: `no line from ${windowText(from, to, null)} (${durationText(msBetween(from, to))}), where its mean rate gives ${groupedNumber(expected)}: lines lost, or no traffic`,
        breaks: "whatever happened then",
      } as const,
    ];
  });
}

/** Logs that begin later or end earlier than others do, by more than their rate explains. */
function partial(proxies: readonly ProxyCheck[]): Suspicion[] {
  const first = proxies.flatMap(({ from }) => from ?? []).sort()[0];
  const last = proxies
    .flatMap(({ to }) => to ?? [])
    .sort()
    .at(-1);
  if (first === undefined || last === undefined) return [];
  return proxies.flatMap(({ proxy, from, to, lines }) => {
    if (from === null || to === null || from === to) return [];
    const perMs = lines / msBetween(from, to);
    const [late, early] = [msBetween(first, from), msBetween(to, last)];
    const expected = Math.round((late + early) * perMs);
    if (expected < LEAST_LINES || late + early < 60_000) return [];
    return [
      {
        kind: "partial",
        subject: proxy,
        certainty: expected >= MANY_LINES ? "likely" : "possible",
        evidence: `has lines from ${windowText(from, to, null)} only, of ${windowText(first, last, null)} in all logs; its rate gives ${groupedNumber(expected)} more: rotated or cut, or the pod was not there`,
        breaks: "whatever happened outside that time",
      } as const,
    ];
  });
}

function limited({ name, lines }: SourceTally): Suspicion[] {
  if (!limits.has(lines)) return [];
  return [
    {
      kind: "limit",
      subject: name,
      certainty: "possible",
      evidence: `has exactly ${counted(lines, "line")}, which is where tools stop by default; the rest may be missing`,
      breaks: "every count",
    },
  ];
}

function repeated(row: Examined["repeated"][number]): Suspicion {
  const formats = Number(row["formats"]);
  const cause =
    formats > 1
      ? "two loggers write to one stream"
      : Number(row["sources"]) > 1
        ? "logs that overlap were given"
        : "two loggers, or a collector that delivers twice";
  return {
    kind: "repeated",
    subject: String(row["proxy"]),
    certainty: "sure",
    evidence: `${counted(Number(row["extra"]), "copy", "copies")} of lines that stand in the logs already, equal in every field: ${cause}`,
    breaks: "counts of lines; correlation leaves exact copies out where it compares lines",
  };
}

/** Milliseconds from one UTC time to another, as the tables write them. */
function msBetween(from: string, to: string): number {
  const at = (text: string): number => Date.parse(`${text.replace(" ", "T")}Z`);
  return at(to) - at(from);
}
