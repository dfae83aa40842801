import type { SomeFacts } from "../facts-pool.ts";
import { BLANK, COLON, isDigit, isLogStart, QUOTE } from "../bytes.ts";
import { factsOfFile } from "../path-facts.ts";
import { PrefixFacts } from "../prefix-facts.ts";
import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

const DASH = 0x2d;
const MOST_BYTES = 4096;
const line = '[2026-11-20T09:16:10.001Z] "GET / HTTP/1.1" 200 -';

export default {
  name: "grep",
  about: "grep over several files, zgrep, and grep -n: PATH: or NUMBER: or both before each line; - around the matches",
  source: "https://www.gnu.org/software/grep/manual/grep.html#Output-Line-Prefix-Control",
  samples: [
    { wrapped: `logs/web-1.log:${line}`, lines: [{ text: line, facts: { pod: "web-1" } }] },
    { wrapped: `web.log-12-${line}`, lines: [{ text: line, facts: { pod: "web" } }] },
    { wrapped: `12:${line}`, lines: [{ text: line }] },
    {
      wrapped: `/var/log/pods/shop_web-1_0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f/envoy/0.log:7:2026-11-20T09:16:10.1Z stdout F ${line}`,
      lines: [
        {
          text: `2026-11-20T09:16:10.1Z stdout F ${line}`,
          facts: { pod: "web-1", namespace: "shop", container: "envoy" },
        },
      ],
    },
  ],
  looksLike: ({ bytes, from }) => (bytes[from] ?? 0) > BLANK && bytes[from] !== QUOTE,
  open() {
    const facts = new PrefixFacts(factsOfPrefix);
    return {
      peel(each) {
        const { bytes, from } = each;
        const end = prefixEnd(bytes, from, Math.min(each.to, from + MOST_BYTES));
        if (end < 0) return NOT_MINE;
        facts.tell(each, end);
        each.keep(end + 1);
        return PEELED;
      },
    };
  },
} satisfies Wrapper;

/** The place of the last colon or dash of the prefix, behind which a line of a log begins; -1 where there is none. */
function prefixEnd(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    // A name with blanks cannot be told from words.
    if (byte <= BLANK || byte === QUOTE) return -1;
    if (at > from && (byte === COLON || byte === DASH) && isLogStart(bytes, at + 1) && !isInTime(bytes, at)) return at;
  }
  return -1;
}

/** Whether the place is within a time, whose parts could begin one. */
function isInTime(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === DASH && isDigit(bytes[at - 1]) && isDigit(bytes[at + 1]) && bytes[at + 5] !== DASH;
}

/** What the path tells, without the line's number behind it. A number alone is no path. */
function factsOfPrefix(prefix: string): SomeFacts {
  const path = prefix.replace(/[:-]\d+$/, "");
  return /^\d+$/.test(path) ? {} : factsOfFile(path);
}
