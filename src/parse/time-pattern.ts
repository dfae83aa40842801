import { offsetOf, timeOfEpoch, timeOfParts } from "./times.ts";

/** A time pattern of `START_TIME(…)`, compiled. */
export type TimePattern = {
  /** Matches a whole value. */
  readonly pattern: RegExp;
  /** The most letters a value has. */
  readonly most: number;
  /** The time as a column holds it, or null where the text is no time; null itself where the pattern does not say which moment it is. */
  readonly convert: ((text: string) => string | null) | null;
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = "\\d\\d";

/** Specifiers that stand for others. */
const longForms: Readonly<Record<string, string>> = {
  F: "%Y-%m-%d",
  T: "%H:%M:%S",
  R: "%H:%M",
  D: "%m/%d/%y",
  c: "%a %b %e %H:%M:%S %Y",
  r: "%I:%M:%S %p",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
};

/** What each specifier prints. Those with a group name are needed to tell the moment. */
const specifiers: Readonly<Record<string, string>> = {
  Y: "(?<Y>\\d{4})",
  y: `(?<y>${two})`,
  m: `(?<m>${two})`,
  b: "(?<b>[A-Z][a-z]{2})",
  h: "(?<b>[A-Z][a-z]{2})",
  B: "(?<b>[A-Z][a-z]{2,8})",
  d: `(?<d>${two})`,
  e: "(?<d>[ \\d]\\d)",
  j: "(?<j>\\d{3})",
  H: `(?<H>${two})`,
  I: `(?<I>${two})`,
  l: "(?<I>[ \\d]\\d)",
  p: "(?<p>[AP]M)",
  M: `(?<M>${two})`,
  S: `(?<S>${two})`,
  z: "(?<z>[+-]\\d{4})",
  Ez: "(?<z>[+-]\\d\\d:\\d\\d)",
  Z: "(?<Z>[A-Za-z]{1,5}|[+-]\\d{2,4})",
  s: "(?<s>\\d{1,11})",
  f: "(?<f>\\d{9})",
  "*f": "(?<f>\\d{1,9})",
  "E*f": "(?<f>\\d{1,9})",
  "E*S": `(?<S>${two})(?:\\.(?<f>\\d{1,9}))?`,
  ET: "T",
  E4Y: "(?<Y>\\d{4})",
  a: "[A-Z][a-z]{2}",
  A: "[A-Z][a-z]{5,8}",
  u: "\\d",
  w: "\\d",
  U: two,
  W: two,
  V: two,
  C: two,
  g: two,
  G: "\\d{4}",
  n: "\\n",
  t: "\\t",
  "%": "%",
};

/**
 * A time pattern compiled, as Envoy's `DateFormatter` and `absl::FormatTime` print it.
 *
 * Shape: null where the pattern holds a specifier that is not known.
 * Units: a pattern without a zone is UTC, unless it `isLocal`: then nobody can say which moment it is.
 * Source: envoyproxy/envoy source/common/common/utility.cc at 1.37.
 */
export function compileTimePattern(written: string, isLocal: boolean): TimePattern | null {
  const text = written.replace(/%([FTRDcrxX])/g, (_, letter: string) => longForms[letter]!);
  let source = "";
  let most = 0;
  const seen = new Set<string>();
  for (const [piece] of text.matchAll(/%(?:E?[\d*]?[A-Za-z]|%)|[^%]|%/g)) {
    const printed = piece.startsWith("%") ? printedBy(piece.slice(1)) : piece.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    if (printed === null) return null;
    source += printed.replace(/\(\?<(\w)>/g, (group, name: string) => {
      // A second specifier for the same part says nothing new, and a group may have a name only once.
      if (seen.has(name)) return "(?:";
      seen.add(name);
      return group;
    });
    most += piece.startsWith("%") ? 19 : 1;
  }
  const pattern = new RegExp(`^${source}$`);
  const tellsZone = !isLocal || seen.has("z") || seen.has("s");
  const tellsDay =
    (seen.has("Y") || seen.has("y")) && (seen.has("j") || ((seen.has("m") || seen.has("b")) && seen.has("d")));
  const tells = seen.has("s") || (tellsDay && tellsZone && (seen.has("H") || seen.has("I")));
  return { pattern, most, convert: tells ? (value) => momentOf(pattern.exec(value)?.groups) : null };
}

function printedBy(specifier: string): string | null {
  const digits = /^E?([1-9])([fS])$/.exec(specifier);
  if (digits?.[1] === undefined) return specifiers[specifier] ?? null;
  const fraction = `(?<f>\\d{${digits[1]}})`;
  return digits[2] === "f" ? fraction : `(?<S>${two})\\.${fraction}`;
}

function momentOf(groups: Readonly<Record<string, string>> | undefined): string | null {
  if (groups === undefined) return null;
  const { Y, y, m, b, d, j, H, I, p, M, S, z, s, f = "" } = groups;
  if (s !== undefined) return timeOfEpoch(Number(s), f);
  const year = Y === undefined ? 2000 + Number(y) : Number(Y);
  const month = m === undefined ? months.indexOf(b?.slice(0, 3) ?? "") + 1 : Number(m);
  const date = j === undefined ? { month, day: Number(d) } : dayOfYear(year, Number(j));
  const hour = H === undefined ? (Number(I) % 12) + (p === "PM" ? 12 : 0) : Number(H);
  const offset = z === undefined ? 0 : offsetOf(z);
  return timeOfParts({ year, ...date, hour, minute: Number(M ?? 0), second: Number(S ?? 0), fraction: f, offset });
}

function dayOfYear(year: number, day: number): { readonly month: number; readonly day: number } {
  const date = new Date(Date.UTC(year, 0, day));
  return { month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
