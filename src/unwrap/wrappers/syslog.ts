import { isLogStart } from "../bytes.ts";
import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

const MOST_BYTES = 500;
const line = '[2026-11-20T09:16:10.001Z] "GET / HTTP/1.1" 200 -';
/** RFC 5424: <PRIORITY>1 TIME HOST APP PROCESS ID DATA. */
const modern = /^<\d{1,3}>1 \S+ (\S+) (\S+) \S+ \S+ (?:-|(?:\[[^\]]*\])+) (?:\u00ef\u00bb\u00bf)?/;
/** RFC 3164, and journalctl: TIME HOST TAG[PROCESS]: ; the time may be off already. */
const classic = /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )?(\S+) ([^\s:[\]]+)(?:\[\d+\])?: /;

export default {
  name: "syslog",
  about: "syslog and journalctl: the host and the program before each line",
  source: "https://www.rfc-editor.org/rfc/rfc5424#section-6; https://www.rfc-editor.org/rfc/rfc3164#section-4.1",
  samples: [
    { wrapped: `Nov 20 09:16:10 node-1 envoy[812]: ${line}`, lines: [{ text: line, facts: { pod: "node-1/envoy" } }] },
    { wrapped: `<14>Nov  2 09:16:10 node-1 envoy: ${line}`, lines: [{ text: line, facts: { pod: "node-1/envoy" } }] },
    { wrapped: `node-1 envoy[812]: {"n":1}`, lines: [{ text: '{"n":1}', facts: { pod: "node-1/envoy" } }] },
    {
      wrapped: `<165>1 2026-11-20T09:16:10.003Z node-1 envoy 812 - [meta a="b"] the line`,
      lines: [{ text: "the line", facts: { pod: "node-1/envoy" } }],
    },
  ],
  looksLike: ({ bytes, from }) => bytes[from] === 0x3c || isLetter(bytes[from] ?? 0),
  open: () => ({
    peel(each) {
      const { bytes, from, to } = each;
      // One letter for each byte, so that lengths are the same.
      const head = bytes.toString("latin1", from, Math.min(to, from + MOST_BYTES));
      const known = modern.exec(head);
      const found = known ?? classic.exec(head);
      const start = from + (found?.[0].length ?? 0);
      if (found === null || (known === null && !isLogStart(bytes, start))) return NOT_MINE;
      each.tell({ pod: `${found[1]}/${found[2]}` });
      each.keep(start);
      return PEELED;
    },
  }),
} satisfies Wrapper;

function isLetter(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
}
