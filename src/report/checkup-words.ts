import { counted, groupedNumber } from "../core/number-text.ts";
import type { Checkup } from "../doctor/checkup.ts";
import { advicePart } from "./checkup-advice.ts";
import { clocksPart, proxiesPart } from "./checkup-proxies.ts";
import { bad, fact, told, type Block, type Section } from "./checkup-section.ts";

/** The most of one kind that are named; JSON has all. */
const MOST_NAMED = 8;

/** A checkup as sections, the whole in one line first and what to change last. */
export function sectionsOf(checkup: Checkup): Section[] {
  return [
    { title: "", blocks: [fact(verdict(checkup)), ...sources(checkup)] },
    { title: "Proxies", blocks: proxiesPart(checkup) },
    { title: "Fields", blocks: fieldsPart(checkup) },
    { title: "Clocks", blocks: clocksPart(checkup) },
    { title: "What makes numbers wrong", blocks: suspicionsPart(checkup) },
    { title: "Not in these logs", blocks: absentPart(checkup) },
    { title: "Detectors", blocks: detectorsPart(checkup) },
    { title: "To add what is missing", blocks: advicePart(checkup) },
  ].filter(({ blocks }) => blocks.length > 0);
}

/** What is missing, counted; where nothing is, only what was looked at is said to be there. */
function verdict({ proxies, fields, suspicions, absent, detectors, clocks }: Checkup): string {
  if (proxies.every(({ http }) => http === 0)) return "no HTTP request in these logs: there is nothing to judge";
  const missing = fields.filter(({ state }) => state === "missing").length;
  const unsure = fields.filter(({ state }) => state === "unsure").length;
  const services = absent.filter(({ side }) => side === "server").length;
  const unknownClocks = clocks.filter(({ offset_ms }) => offset_ms === null).length;
  const facts = [
    missing === 0 ? null : `${counted(missing, "field")} missing`,
    services === 0 ? null : `${counted(services, "service")} without a log`,
    absent.length === services ? null : "callers without a log",
    suspicions.length === 0
      ? null
      : `${counted(suspicions.length, "thing")} that ${suspicions.length === 1 ? "makes" : "make"} numbers wrong`,
  ].filter((each) => each !== null);
  const found = facts.length === 0 ? "nothing found missing in what could be checked" : facts.join(", ");
  const notChecked = [
    unsure === 0 ? null : `${counted(unsure, "field")} that no line could show`,
    unknownClocks === 0 ? null : counted(unknownClocks, "clock"),
  ].filter((each) => each !== null);
  const rest = notChecked.length === 0 ? "" : `; not checked: ${notChecked.join(", ")}`;
  const count = (runs: string): number => detectors.filter((each) => each.runs === runs).length;
  return `${found}${rest}; detectors: ${groupedNumber(count("fully"))} with all they use, ${groupedNumber(count("weaker"))} with less, ${groupedNumber(count("not"))} that cannot run`;
}

function sources({ sources: all, other_rows }: Checkup): Block[] {
  const sum = (of: (source: (typeof all)[number]) => number): number =>
    all.reduce((total, each) => total + of(each), 0);
  const rejected = sum((each) => each.rejected);
  const skipped = all.filter((source) => source.skipped !== null);
  const kinds = other_rows.map(({ kind, lines }) => `${rowKinds[kind] ?? kind} ${groupedNumber(lines)}`);
  return [
    fact(
      `${counted(all.length, "source")}, ${counted(
        sum((each) => each.lines),
        "line",
      )}: ${groupedNumber(sum((each) => each.access_log))} access log, ${groupedNumber(sum((each) => each.other))} other, ${groupedNumber(rejected)} rejected`,
    ),
    ...(kinds.length === 0 ? [] : [fact(`access log lines that are no requests: ${kinds.join(", ")}`)]),
    ...named(skipped.map(({ name, skipped: why }) => bad("skipped", `${name}: ${why ?? ""}`))),
    ...named(
      all
        .filter(({ problem }) => problem !== null)
        .map(({ name, problem }) => bad("problem", `${name}: ${problem ?? ""}`)),
    ),
  ];
}

const rowKinds: Readonly<Record<string, string>> = {
  tcp: "TCP connections",
  ztunnel: "ztunnel connections",
  tunnel: "HBONE tunnels (CONNECT)",
  unfinished: "start and periodic rows",
  send: "rows of single sends (upstream log)",
  malformed: "malformed requests",
  untimed: "requests without a time",
  mirrored: "mirrored copies",
};

function fieldsPart({ fields, proxies }: Checkup): Block[] {
  if (proxies.every(({ http }) => http === 0)) return [];
  const missing = fields.filter(({ state }) => state === "missing");
  const unsure = fields.filter(({ state }) => state === "unsure");
  const logged = fields.filter(({ state }) => state === "logged");
  const partly = logged.filter(({ lines, of }) => lines < of);
  const whole = logged.filter(({ lines, of }) => lines >= of);
  return [
    ...missing.map(({ field, operator, use, lines, of, missing_on }) => {
      const where = missing_on.length === proxies.length ? "" : ` (not on ${names(missing_on)})`;
      return bad(
        "missing",
        `${field} ${operator}: on ${groupedNumber(lines)} of ${counted(of, "line")}${where}. It tells ${use}`,
      );
    }),
    ...(unsure.length === 0
      ? []
      : [told("unsure", `no line here could show them: ${unsure.map(({ field }) => field).join(", ")}`)]),
    ...(partly.length === 0
      ? []
      : [
          told(
            "in part",
            partly.map(({ field, lines, of }) => `${field} ${groupedNumber(lines)} of ${groupedNumber(of)}`).join(", "),
          ),
        ]),
    ...(whole.length === 0 ? [] : [told("logged", whole.map(({ field }) => field).join(", "))]),
  ];
}

function suspicionsPart({ suspicions }: Checkup): Block[] {
  return named(
    suspicions.map(({ kind, subject, certainty, evidence, breaks }) =>
      bad(kind, `${certainty}: ${subject}: ${evidence}. It makes wrong: ${breaks}`),
    ),
  );
}

function absentPart({ absent }: Checkup): Block[] {
  return named(
    absent.map(({ side, service, evidence }) =>
      bad(side === "server" ? "asked side" : "callers", service === null ? evidence : `${service}: ${evidence}`),
    ),
  );
}

function detectorsPart({ detectors }: Checkup): Block[] {
  const fully = detectors.filter(({ runs }) => runs === "fully").map(({ detector }) => detector);
  const reasons = new Map<string, string[]>();
  for (const { detector, because } of detectors.filter(({ runs }) => runs === "weaker"))
    for (const each of because) reasons.set(each, [...(reasons.get(each) ?? []), detector]);
  return [
    ...detectors
      .filter(({ runs }) => runs === "not")
      .map(({ detector, because }) => bad("cannot run", `${detector}: ${because.join("; ")}`)),
    ...[...reasons].map(([because, of]) => bad("sees less", `${of.join(", ")}: ${because}`)),
    ...(fully.length === 0 ? [] : [told("sees all", fully.join(", "))]),
  ];
}

/** The first of them, and how many more there are. */
function named(blocks: readonly Block[]): Block[] {
  const rest = blocks.length - MOST_NAMED;
  return rest <= 0
    ? [...blocks]
    : [...blocks.slice(0, MOST_NAMED), fact(`and ${groupedNumber(rest)} more (--output json has all)`)];
}

/** Names with a count of those that are too many to name. */
function names(all: readonly string[]): string {
  const rest = all.length - 3;
  return all.slice(0, 3).join(", ") + (rest > 0 ? ` and ${groupedNumber(rest)} more` : "");
}
