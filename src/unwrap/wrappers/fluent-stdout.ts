import { isDigit, OPEN_BRACKET } from "../bytes.ts";
import { joined } from "../facts-pool.ts";
import { factsOfPath } from "../path-facts.ts";
import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

const line = '[2026-11-20T09:16:10.001Z] "GET / HTTP/1.1" 200 -';
const hash = "0a1b".repeat(16);
/** Fluent Bit: [NUMBER] TAG: [TIME, RECORD], where newer versions write [TIME, {}]. */
const bits = /^\[\d+\] (\S+): \[(?:\[[\d.]+, \{[^}]*\}\]|[\d.]+), \{/;
/** Its records are printed as they are, quotes in texts included, so a text ends where the next key or the record does. */
const text = /(?:^|, )"(?:log|message|msg)"=>"(.*?)"(?=, "[\w.@/-]+"=>|$)/s;
/** fluentd: TIME ZONE TAG: RECORD. */
const fluentds = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4} (\S+): (?=\{)/;

export default {
  name: "fluent-stdout",
  about: "what the stdout outputs of Fluent Bit and fluentd print: the tag, the time, and the record",
  source:
    "https://docs.fluentbit.io/manual/3.1/pipeline/outputs/standard-output; https://docs.fluentd.org/output/stdout",
  samples: [
    {
      wrapped: `[0] kube.var.log.containers.web-1_shop_envoy-${hash}.log: [1700000000.123456789, {"stream"=>"stdout", "log"=>"${line}", "kubernetes"=>{"pod_name"=>"web-1"}}]`,
      lines: [{ text: line, facts: { pod: "web-1", namespace: "shop", container: "envoy" } }],
    },
    { wrapped: `[1] tail.0: [[1700000000.1, {}], {"log"=>"${line}"}]`, lines: [{ text: line }] },
    {
      wrapped: `2026-11-20 09:16:10.123456789 +0000 kube.var.log.containers.web-1_shop_envoy-${hash}.log: {"log":"a","stream":"stdout"}`,
      lines: [
        { text: '{"log":"a","stream":"stdout"}', facts: { pod: "web-1", namespace: "shop", container: "envoy" } },
      ],
    },
  ],
  looksLike: ({ bytes, from }) =>
    (bytes[from] === OPEN_BRACKET && isDigit(bytes[from + 1])) || (isDigit(bytes[from]) && bytes[from + 10] === 0x20),
  open: () => ({
    peel(each) {
      const whole = each.text;
      const tagged = fluentds.exec(whole);
      if (tagged?.[1] !== undefined) {
        each.tell(factsOfPath(tagged[1]));
        each.keep(each.from + Buffer.byteLength(tagged[0]));
        return PEELED;
      }
      const [before, tag = ""] = bits.exec(whole) ?? [];
      const record = before === undefined || !whole.endsWith("}]") ? "" : whole.slice(before.length, -2);
      const found = text.exec(record)?.[1];
      if (found === undefined) return NOT_MINE;
      const value = (name: string): string | undefined => new RegExp(`"${name}"=>"([^"]*)"`).exec(record)?.[1];
      const told = { namespace: value("namespace_name"), pod: value("pod_name"), container: value("container_name") };
      each.tell(joined(factsOfPath(tag), told));
      // Some versions do escape.
      each.write(found.includes('\\"') ? found.replaceAll('\\"', '"') : found);
      return PEELED;
    },
  }),
} satisfies Wrapper;
