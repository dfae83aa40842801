import { BLANK, CLOSE_BRACKET, findIn, hasAt, isLogStart, OPEN_BRACKET } from "../bytes.ts";
import { PrefixFacts } from "../prefix-facts.ts";
import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

const MOST_BYTES = 300;
const line = '[2026-11-20T09:16:10.001Z] "GET / HTTP/1.1" 200 -';

export default {
  name: "bracketed-name",
  about: "a name in brackets before a line: Kiali's copies, concurrently, and the like",
  source: "https://github.com/kiali/kiali/issues/8146",
  samples: [
    { wrapped: `[web-1] ${line}`, lines: [{ text: line, facts: { pod: "web-1" } }] },
    {
      wrapped: "[ztunnel-b8dqs] src.addr=10.244.0.23:37034 bytes_sent=444",
      lines: [{ text: "src.addr=10.244.0.23:37034 bytes_sent=444", facts: { pod: "ztunnel-b8dqs" } }],
    },
  ],
  looksLike: ({ bytes, from }) => bytes[from] === OPEN_BRACKET,
  open() {
    const facts = new PrefixFacts((prefix) => ({ pod: prefix.slice(1) }));
    return {
      peel(each) {
        const { bytes, from } = each;
        if (bytes[from] !== OPEN_BRACKET) return NOT_MINE;
        const end = findIn(bytes, CLOSE_BRACKET, from, Math.min(each.to, from + MOST_BYTES));
        const start = end + 2;
        if (end < 0 || bytes[end + 1] !== BLANK || findIn(bytes, BLANK, from, end) >= 0) return NOT_MINE;
        // kubectl's prefix tells more.
        if (hasAt(bytes, from, "[pod/")) return NOT_MINE;
        if (!isLogStart(bytes, start) && !hasAt(bytes, start, "src.addr=")) return NOT_MINE;
        facts.tell(each, end);
        each.keep(start);
        return PEELED;
      },
    };
  },
} satisfies Wrapper;
