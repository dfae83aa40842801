import { BLANK, isTime, OPEN_BRACE, timeEnd } from "../bytes.ts";
import type { SomeFacts } from "../facts-pool.ts";
import { factsIn } from "../record-facts.ts";
import { PrefixFacts } from "../prefix-facts.ts";
import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

/** One label as Loki prints it: a name, and a Go string. */
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:, )?/y;
const MOST_BYTES = 1 << 14;

export default {
  name: "logcli",
  about: "logcli query: TIME {LABELS} before each line",
  source: "https://github.com/grafana/loki/blob/v3.1.0/pkg/logcli/output/default.go",
  samples: [
    {
      wrapped: '2026-11-20T09:16:10Z {app="web", note="a } \\"b\\"", pod="web-1", namespace="shop"}   the line',
      lines: [{ text: "the line", facts: { pod: "web-1", namespace: "shop" } }],
    },
    { wrapped: "2026-11-20T09:16:10Z {} the line", lines: [{ text: "the line" }] },
  ],
  looksLike: ({ bytes, from }) => isTime(bytes, from),
  open() {
    const facts = new PrefixFacts(factsOfLabels);
    return {
      peel(line) {
        const { bytes, from, to } = line;
        const open = timeEnd(bytes, from) + 1;
        if (open === 0 || bytes[open - 1] !== BLANK || bytes[open] !== OPEN_BRACE) return NOT_MINE;
        // One letter for each byte, so that lengths are the same.
        const length = labelsLength(bytes.toString("latin1", open, Math.min(to, open + MOST_BYTES)));
        if (length < 0) return NOT_MINE;
        const close = open + length;
        // The labels alone: every line has another time.
        line.keep(open);
        facts.tell(line, close);
        let start = close + 1;
        while (start < to && bytes[start] === BLANK) start++;
        line.keep(start);
        return PEELED;
      },
    };
  },
} satisfies Wrapper;

/** How long the labels are that the text begins with, with their braces; -1 where there are none. */
function labelsLength(text: string): number {
  let at = 1;
  label.lastIndex = at;
  while (label.test(text)) at = label.lastIndex;
  return text[at] === "}" ? at + 1 : -1;
}

function factsOfLabels(text: string): SomeFacts {
  const labels: [string, string][] = [];
  for (const [, name = "", value = ""] of text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g))
    labels.push([name, value]);
  return factsIn(Object.fromEntries(labels));
}
