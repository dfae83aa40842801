import { BLANK } from "../bytes.ts";
import { PrefixFacts } from "../prefix-facts.ts";
import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

const BAR = 0x7c;
const MOST_NAME_BYTES = 100;
/** Names of services: letters, digits, and these. */
const isOfName = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  byte === 0x2d ||
  byte === 0x2e ||
  byte === 0x5f;

export default {
  name: "docker-compose",
  about: "docker compose logs: CONTAINER, blanks and a bar before each line",
  source: "https://github.com/docker/compose/blob/v2.29.0/cmd/formatter/logs.go",
  samples: [
    { wrapped: "service_red_1    | the line", lines: [{ text: "the line", facts: { pod: "service_red_1" } }] },
    { wrapped: "gateway-1  | the line", lines: [{ text: "the line", facts: { pod: "gateway-1" } }] },
    { wrapped: "gateway-1  | ", lines: [{ text: "", facts: { pod: "gateway-1" } }] },
  ],
  looksLike: ({ bytes, from }) => isOfName(bytes[from] ?? 0),
  open() {
    const facts = new PrefixFacts((prefix) => ({ pod: prefix }));
    return {
      peel(line) {
        const { bytes, from, to } = line;
        const most = Math.min(to, from + MOST_NAME_BYTES);
        let end = from;
        while (end < most && isOfName(bytes[end]!)) end++;
        let bar = end;
        while (bar < most && bytes[bar] === BLANK) bar++;
        if (end === from || bar === end || bytes[bar] !== BAR || (bar + 1 < to && bytes[bar + 1] !== BLANK))
          return NOT_MINE;
        facts.tell(line, end);
        line.keep(Math.min(to, bar + 2));
        return PEELED;
      },
    };
  },
} satisfies Wrapper;
