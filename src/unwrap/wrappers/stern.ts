import { BLANK, isLogStart } from "../bytes.ts";
import type { SomeFacts } from "../facts-pool.ts";
import { factsOfPath } from "../path-facts.ts";
import { PrefixFacts } from "../prefix-facts.ts";
import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

const MOST_WORDS = 3;
const MOST_BYTES = 600;
/** Words before the JSON of an application's own record, which may look like a proxy's. */
const isLevel = /(?:^| )(?:trace|debug|info|notice|warn|warning|error|fatal|panic)(?: |$)/i;
/** Names in Kubernetes have small letters, digits, dots and dashes; those of CloudWatch's streams have more. */
const isOfName = (byte: number): boolean =>
  (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x2d && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f;
const line = '[2026-11-20T09:16:10.001Z] "GET / HTTP/1.1" 200 -';

export default {
  name: "stern",
  about: "one to three names before a line: stern's pod and container, a container alone, the stream of aws logs tail",
  source:
    "https://github.com/stern/stern/blob/v1.30.0/cmd/cmd.go (generateTemplate); https://github.com/aws/aws-cli/blob/2.17.0/awscli/customizations/logs/tail.py",
  samples: [
    {
      wrapped: `web-7d9f-x2x4p istio-proxy ${line}`,
      lines: [{ text: line, facts: { pod: "web-7d9f-x2x4p", container: "istio-proxy" } }],
    },
    {
      wrapped: `shop web-7d9f-x2x4p istio-proxy {"n":1}`,
      lines: [{ text: '{"n":1}', facts: { namespace: "shop", pod: "web-7d9f-x2x4p", container: "istio-proxy" } }],
    },
    { wrapped: `istio-proxy ${line}`, lines: [{ text: line, facts: { container: "istio-proxy" } }] },
    { wrapped: `web-7d9f-x2x4p ${line}`, lines: [{ text: line, facts: { pod: "web-7d9f-x2x4p" } }] },
    {
      wrapped: `kube.var.log.containers.web-1_shop_envoy-${"0a1b".repeat(16)}.log ${line}`,
      lines: [{ text: line, facts: { pod: "web-1", namespace: "shop", container: "envoy" } }],
    },
  ],
  looksLike: ({ bytes, from }) => isOfName(bytes[from] ?? 0),
  open() {
    const facts = new PrefixFacts(factsOfWords);
    return {
      peel(each) {
        const end = wordsEnd(each.bytes, each.from, Math.min(each.to, each.from + MOST_BYTES));
        if (end < 0 || isLevel.test(each.bytes.toString("latin1", each.from, end))) return NOT_MINE;
        facts.tell(each, end);
        each.keep(end + 1);
        return PEELED;
      },
    };
  },
} satisfies Wrapper;

/** Where the names end, behind which a line of a log begins; -1 where that is not so. */
function wordsEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  for (let word = 0; word < MOST_WORDS; word++) {
    const start = at;
    while (at < to && isOfName(bytes[at]!)) at++;
    if (at === start || bytes[at] !== BLANK) return -1;
    if (isLogStart(bytes, at + 1)) return at;
    at++;
  }
  return -1;
}

/** What the names are, by how many there are. One alone is a pod where it has digits, as their generated names do. */
function factsOfWords(words: string): SomeFacts {
  const [first = "", second, third] = words.split(" ");
  if (third !== undefined) return { namespace: first, pod: second, container: third };
  if (second !== undefined) return { pod: first, container: second };
  const told = factsOfPath(first);
  if (told.pod !== undefined) return told;
  return /\d/.test(first) ? { pod: first } : { container: first };
}
