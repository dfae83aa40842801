import { counted, groupedNumber, shareText } from "../core/number-text.ts";
import { durationText } from "../core/duration-text.ts";
import { windowText } from "../core/time-text.ts";
import type { Overview, Report } from "./report.ts";

const sides: { readonly [S in Overview["sides"]]: string } = {
  both: "both sides logged",
  client: "only the client side logged",
  server: "only the server side logged",
  unknown: "which side logged is not known",
};

/** What was seen as a whole, one fact each: who logged, from when to when, how many requests and re-sent ones. */
export function overviewFacts(report: Report): string[] {
  const { overview } = report;
  return [
    overview.proxies === 0
      ? "no proxy logged"
      : `${counted(overview.proxies, "proxy", "proxies")}, ${sides[overview.sides]}`,
    overview.from === null || overview.to === null
      ? "no line with a time"
      : `${windowText(overview.from, overview.to, null)} UTC`,
    requestFact(overview),
    ...clockFacts(overview),
  ];
}

/** More clocks than this are counted, not named. */
const MOST_CLOCKS = 3;

function clockFacts({ clocks }: Overview): string[] {
  if (clocks.length === 0) return [];
  const named = clocks.slice(0, MOST_CLOCKS).map(({ proxy, offset_ms }) => {
    const way = offset_ms > 0 ? "behind" : "ahead";
    return `${proxy} ${durationText(Math.abs(offset_ms))} ${way}`;
  });
  const more = clocks.length > MOST_CLOCKS ? ` and ${groupedNumber(clocks.length - MOST_CLOCKS)} more` : "";
  return [`clocks apart, corrected: ${named.join(", ")}${more}`];
}

function requestFact({ requests, resent }: Overview): string {
  if (requests === 0) return "no requests";
  const again =
    resent === 0
      ? "none sent more than once"
      : `${groupedNumber(resent)} sent more than once (${shareText(resent, requests)})`;
  return `${counted(requests, "request")}, ${again}`;
}

/** What was read: `4 sources, 12,560 lines: 12,511 access log, 44 other, 5 rejected`. */
export function linesFact(report: Report): string {
  const sum = (count: (source: Report["sources"][number]) => number): number =>
    report.sources.reduce((total, source) => total + count(source), 0);
  const lines = sum((source) => source.lines);
  const sources = counted(report.sources.length, "source");
  if (lines === 0) return `${sources}, no lines`;
  const parts = [
    `${groupedNumber(sum((source) => source.access_log))} access log`,
    `${groupedNumber(sum((source) => source.other))} other`,
    `${groupedNumber(sum((source) => source.rejected))} rejected`,
  ];
  return `${sources}, ${counted(lines, "line")}: ${parts.join(", ")}`;
}

/** One sentence for the whole report where there are no findings: clean and blind never read alike. */
export function nothingFound(report: Report): string {
  const ran = report.run.length;
  if (ran === 0) return "nothing looked for: no detector ran";
  if (report.overview.requests === 0) return "nothing to judge: there are no requests in these logs";
  const blind = report.not_run.length;
  if (blind === 0) return `nothing found: ${counted(ran, "detector")} ran`;
  return `nothing found by the ${counted(ran, "detector")} that ran; ${groupedNumber(blind)} could not run`;
}
