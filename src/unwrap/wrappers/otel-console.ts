import { hasAt } from "../bytes.ts";
import { joined, type SomeFacts } from "../facts-pool.ts";
import { factsOfAttributes } from "../otlp-facts.ts";
import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

const line = '[2026-11-20T09:16:10.001Z] "GET / HTTP/1.1" 200 -';
/** An attribute of the resource or of the record: `-> k8s.pod.name: Str(web-1)`, with the type in capitals before 2022. */
const attribute = /^\s*-> ([\w.-]+): (?:STRING|Str)\((.*)\)$/;
const body = /^Body: (?:(?:STRING|Str)\()?/;

export default {
  name: "otel-console",
  about: "what the OpenTelemetry collector's debug or logging exporter prints: the line behind Body:",
  source:
    "https://github.com/open-telemetry/opentelemetry-collector/blob/v0.104.0/exporter/internal/otlptext/databuffer.go",
  samples: [
    {
      wrapped: [
        "ResourceLog #0",
        "     -> node_name: STRING(sidecar~10.0.0.1~web-1.shop~shop.svc.cluster.local)",
        "LogRecord #0",
        `Body: ${line}`,
      ].join("\n"),
      lines: [
        { text: "ResourceLog #0" },
        { text: "     -> node_name: STRING(sidecar~10.0.0.1~web-1.shop~shop.svc.cluster.local)" },
        { text: "LogRecord #0" },
        { text: line, facts: { pod: "web-1", namespace: "shop" } },
      ],
    },
    { wrapped: `Body: Str(${line})`, lines: [{ text: line }] },
  ],
  looksLike: ({ bytes, from }) =>
    hasAt(bytes, from, "Body: ") || hasAt(bytes, from, "     -> ") || hasAt(bytes, from, "ResourceLog"),
  open() {
    let told: SomeFacts = {};
    return {
      peel(each) {
        const { bytes, from } = each;
        // What is told of the resource stands on lines of its own, which stay.
        if (hasAt(bytes, from, "ResourceLog")) told = {};
        if (hasAt(bytes, from, "     -> ")) {
          const [, name, value] = attribute.exec(each.text) ?? [];
          if (name !== undefined && value !== undefined) told = joined(told, factsOfAttributes({ [name]: value }));
        }
        if (!hasAt(bytes, from, "Body: ")) return NOT_MINE;
        const text = each.text.replace(body, "");
        each.tell(told);
        each.write(text.length < each.to - from - 6 ? text.replace(/\)$/, "") : text);
        return PEELED;
      },
    };
  },
} satisfies Wrapper;
