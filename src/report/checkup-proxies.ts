import { durationText } from "../core/duration-text.ts";
import { counted, groupedNumber } from "../core/number-text.ts";
import { timeText, dateOf } from "../core/time-text.ts";
import type { Checkup, ProxyCheck } from "../doctor/checkup.ts";
import { bad, fact, told, type Block } from "./checkup-section.ts";

/** More proxies than this are shown by workload. */
const MOST_PROXIES = 12;
/** And so many workloads at most; JSON has all. */
const MOST_ROWS = 20;

/** The proxies, or their workloads where there are many pods: lines, sides, and from when to when. */
export function proxiesPart({ proxies }: Checkup): Block[] {
  const isGrouped = proxies.length > MOST_PROXIES;
  const rows = isGrouped ? byWorkload(proxies) : proxies.map((proxy) => ({ ...proxy, pods: 1 }));
  const date = dateOf(rows.flatMap(({ from }) => from ?? []).sort()[0] ?? "");
  const shown = rows.slice(0, MOST_ROWS);
  const joined = rows.reduce((sum, row) => sum + row.joined, 0);
  const hasWaypoints = rows.some(({ waypoint }) => waypoint > 0);
  const hasUnknown = rows.some(({ unknown }) => unknown > 0);
  const head = [
    isGrouped ? "workload" : "proxy",
    ...(isGrouped ? ["pods"] : []),
    "lines",
    "asking",
    ...(hasWaypoints ? ["waypoint"] : []),
    "asked",
    ...(hasUnknown ? ["unknown"] : []),
    "from",
    "to",
    "format",
  ];
  return [
    {
      kind: "table",
      head,
      rows: shown.map((row) => [
        isGrouped ? row.workload : row.proxy,
        ...(isGrouped ? [groupedNumber(row.pods)] : []),
        groupedNumber(row.lines),
        groupedNumber(row.client),
        ...(hasWaypoints ? [groupedNumber(row.waypoint)] : []),
        groupedNumber(row.server),
        ...(hasUnknown ? [groupedNumber(row.unknown)] : []),
        row.from === null ? "-" : timeText(row.from, date),
        row.to === null ? "-" : timeText(row.to, date),
        formatsOf(row),
      ]),
    },
    ...(rows.length > MOST_ROWS
      ? [fact(`and ${counted(rows.length - MOST_ROWS, "more workload")} (--output json has all)`)]
      : []),
    ...(date === null
      ? []
      : [fact(`times are UTC, of ${date} where no date is given; asking and asked are the sides of a hop`)]),
    ...(joined === 0
      ? []
      : [
          bad(
            "sides",
            `of ${counted(joined, "request")} the line does not tell the side: taken from which line lies inside which`,
          ),
        ]),
  ];
}

/** What is known of clocks. */
export function clocksPart({ clocks }: Checkup): Block[] {
  const off = clocks.filter(({ offset_ms }) => offset_ms !== null && offset_ms !== 0);
  const right = clocks.filter(({ offset_ms }) => offset_ms === 0);
  const unknown = clocks.filter(({ offset_ms }) => offset_ms === null);
  const coarse = clocks.filter(({ is_coarse }) => is_coarse);
  return [
    ...off.slice(0, MOST_ROWS).map(({ proxy, offset_ms, sends }) => {
      const offset = offset_ms ?? 0;
      return bad(
        "apart",
        `${proxy} is ${durationText(Math.abs(offset))} ${offset > 0 ? "behind" : "ahead"}, by ${counted(sends, "send")}; corrected before anything was compared`,
      );
    }),
    ...(right.length === 0 ? [] : [told("agree", `as far as sends show: ${named(right)}`)]),
    ...(unknown.length === 0 ? [] : [bad("unknown", `too few sends to compare: ${named(unknown)}`)]),
    ...(coarse.length === 0
      ? []
      : [
          bad(
            "coarse",
            `times of whole seconds, within which requests of one id cannot be told apart; %START_TIME% has milliseconds: ${coarse
              .slice(0, MOST_ROWS)
              .map(({ proxy }) => proxy)
              .join(", ")}${coarse.length > MOST_ROWS ? ` and ${groupedNumber(coarse.length - MOST_ROWS)} more` : ""}`,
          ),
        ]),
  ];
}

/** The clocks with their sends; only a few by name where none has any. */
function named(clocks: Checkup["clocks"]): string {
  const most = clocks.every(({ sends }) => sends === 0) ? 3 : MOST_ROWS;
  const rest = clocks.length - most;
  const first = clocks.slice(0, most).map(({ proxy, sends }) => `${proxy} (${counted(sends, "send")})`);
  return first.join(", ") + (rest > 0 ? ` and ${groupedNumber(rest)} more` : "");
}

type Group = ProxyCheck & { readonly pods: number };

function byWorkload(proxies: readonly ProxyCheck[]): Group[] {
  const names = [...new Set(proxies.map(({ workload }) => workload))];
  return names
    .map((name) =>
      proxies
        .filter(({ workload }) => workload === name)
        .map((proxy): Group => ({ ...proxy, pods: 1 }))
        .reduce(together),
    )
    .sort((a, b) => b.lines - a.lines || (a.workload < b.workload ? -1 : 1));
}

function together(a: Group, b: Group): Group {
  const formats = new Map<string, number>();
  for (const { format, lines } of [...a.formats, ...b.formats]) formats.set(format, (formats.get(format) ?? 0) + lines);
  return {
    ...a,
    pods: a.pods + b.pods,
    formats: [...formats].map(([format, lines]) => ({ format, lines })),
    lines: a.lines + b.lines,
    http: a.http + b.http,
    client: a.client + b.client,
    server: a.server + b.server,
    waypoint: a.waypoint + b.waypoint,
    unknown: a.unknown + b.unknown,
    joined: a.joined + b.joined,
    good: a.good + b.good,
    bad: a.bad + b.bad,
    from: [a.from, b.from].flatMap((each) => each ?? []).sort()[0] ?? null,
    to:
      [a.to, b.to]
        .flatMap((each) => each ?? [])
        .sort()
        .at(-1) ?? null,
  };
}

function formatsOf({ formats }: ProxyCheck): string {
  return formats.map(({ format }) => format).join(", ");
}
