import { joined, type SomeFacts } from "../facts-pool.ts";
import { objectsUnder, objectUnder, textUnder, type JsonObject, type JsonValue } from "../json-value.ts";
import { factsOfAttributes } from "../otlp-facts.ts";
import { recordWrapper, type Content } from "../record-wrapper.ts";

export default recordWrapper({
  name: "otlp",
  about:
    "OpenTelemetry logs in JSON, as the collector's file exporter writes them: the line as the body, or as attributes",
  source:
    "https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/v0.104.0/exporter/fileexporter/README.md; https://github.com/open-telemetry/opentelemetry-proto/blob/v1.3.1/examples/logs.json",
  samples: [
    {
      wrapped:
        '{"resourceLogs":[{"resource":{"attributes":[{"key":"k8s.pod.name","value":{"stringValue":"web-1"}},{"key":"k8s.namespace.name","value":{"stringValue":"shop"}}]},"scopeLogs":[{"scope":{},"logRecords":[{"body":{"stringValue":"the line\\n"}}]}]}]}',
      lines: [{ text: "the line", facts: { pod: "web-1", namespace: "shop" } }],
    },
    {
      wrapped:
        '{"resourceLogs":[{"resource":{"attributes":[{"key":"node_name","value":{"stringValue":"sidecar~10.0.0.1~web-1.shop~shop.svc.cluster.local"}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1","body":{"stringValue":"-"},"attributes":[{"key":"method","value":{"stringValue":"GET"}}]}]}]}]}',
      lines: [
        {
          text: '{"timeUnixNano":"1","body":{"stringValue":"-"},"attributes":[{"key":"method","value":{"stringValue":"GET"}}]}',
          facts: { pod: "web-1", namespace: "shop" },
        },
      ],
    },
  ],
  contentOf: () => (record) => {
    const exported = [...objectsUnder(record, "resourceLogs"), ...objectsUnder(record, "resource_logs")];
    const lines = exported.flatMap((each) => {
      const facts = factsOf(objectUnder(each, "resource"));
      return scopesIn(each)
        .flatMap(recordsIn)
        .map((log) => contentOf(log, facts));
    });
    return lines.length === 0 ? null : lines;
  },
});

function scopesIn(exported: JsonObject): JsonObject[] {
  return ["scopeLogs", "scope_logs", "instrumentationLibraryLogs"].flatMap((key) => objectsUnder(exported, key));
}

function recordsIn(scope: JsonObject): JsonObject[] {
  return ["logRecords", "log_records"].flatMap((key) => objectsUnder(scope, key));
}

function contentOf(log: JsonObject, outer: SomeFacts): Content {
  const body = objectUnder(log, "body");
  const text = textUnder(body, "stringValue") ?? textUnder(body, "string_value");
  const facts = joined(outer, factsOf(log));
  // Envoy sends an empty body or "-" where its line is in the attributes.
  return text === undefined || text === "-" ? { object: log, facts, isBare: true } : { text, facts };
}

function factsOf(holder: JsonObject | null): SomeFacts {
  const attributes: [string, JsonValue][] = objectsUnder(holder, "attributes").flatMap((each) => {
    const key = textUnder(each, "key");
    const value = objectUnder(each, "value");
    const text = textUnder(value, "stringValue") ?? textUnder(value, "string_value");
    return key === undefined || text === undefined ? [] : [[key, text]];
  });
  return factsOfAttributes(Object.fromEntries(attributes));
}
