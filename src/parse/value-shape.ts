import { timeOf } from "./times.ts";

/** A test of a whole value, named so that its results can be kept. A RegExp is one by its source. */
export type Pattern = {
  readonly source: string;
  readonly test: (text: string) => boolean;
  /** Whether each beginning of a value passes too. */
  readonly takesBeginnings?: boolean;
};

/**
 * What the value of a field can be, as the careful path holds it against a line. An absent value is "-", or nothing where the
 * proxy was told so (`omit_empty_values`); only what Envoy always prints is never empty: times, statuses and flags.
 *
 * Source: envoyproxy/envoy source/common/formatter/substitution_formatter.cc at 1.37.
 */
export type ValueShape = {
  /** Where it ends at the latest: at a quote, at a blank or a quote, or anywhere since somebody outside the proxy chose the text. */
  readonly holds: "anything" | "no quote" | "no blank";
  /** What the whole value is held against, where its letters do not say enough. */
  readonly pattern: Pattern | null;
  /** The most letters a value that matches the pattern has. */
  readonly most: number;
};

const bounded = (pattern: Pattern, most: number): ValueShape => ({ holds: "no quote", pattern, most });

/** Text that a client or an upstream chose: it may hold quotes, blanks and forged fields. */
export const free: ValueShape = { holds: "anything", pattern: null, most: Infinity };
/** Text that the proxy or its configuration chose. */
export const text: ValueShape = { holds: "no quote", pattern: null, most: Infinity };
/** A name out of configuration. An absent one with something behind it is no name, but has fields behind it that nobody knows. */
export const name: ValueShape = {
  holds: "no quote",
  pattern: { source: "name", test: (value) => !/^-? /.test(value), takesBeginnings: true },
  most: Infinity,
};
/** A word. */
export const token: ValueShape = { holds: "no blank", pattern: null, most: Infinity };
/** ISO time with any fraction and zone, of a day that there is. */
export const isoTime: ValueShape = bounded(
  { source: "ISO time", test: remembered((value) => value.charAt(10) === "T" && timeOf(value) !== null) },
  "2026-11-20T09:16:10.123456789+00:00".length,
);
/** Digits, as many as fit a BIGINT. */
export const count: ValueShape = bounded(/^(?:\d{0,18}|-)$/, 18);
/** An HTTP status. Envoy's documentation says "-" for TCP, its code prints 0. */
export const status: ValueShape = bounded(/^(?:\d{1,3}|-)$/, 3);
/** Flags joined by commas, or "-". Extensions may register more (envoyproxy/envoy, since 1.30). */
export const flags: ValueShape = { holds: "no blank", pattern: /^(?:[A-Za-z0-9_,]+|-)$/, most: Infinity };
/** The name of an HTTP version, or "-": where it is nothing, so are the method and the path (see `withoutRequest`). */
export const protocol: ValueShape = bounded(/^(?:HTTP\/\d(?:\.\d)?|-)$/, "HTTP/1.1".length);
/** Envoy before 1.17 did not replace the blanks inside the braces, e.g. `{local reset}` (envoyproxy/envoy#15968). */
export const details: ValueShape = { holds: "no quote", pattern: /^(?:[^\s"{]+(?:\{.*\})?)?$/, most: Infinity };

/** The shape of a value that matches a pattern of its own. */
export function shapeOf(pattern: Pattern, most: number): ValueShape {
  return bounded(pattern, most);
}

/** The same test, which remembers its last answer: a line is held against many formats that begin with its time. */
function remembered(test: Pattern["test"]): Pattern["test"] {
  let [last, answer] = ["", false];
  return (value) => {
    if (value !== last) [last, answer] = [value, test(value)];
    return answer;
  };
}
