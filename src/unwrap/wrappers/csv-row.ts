import { objectFrom, objectUnder, textUnder, type JsonObject } from "../json-value.ts";
import { joined } from "../facts-pool.ts";
import { factsIn, factsOfRecord } from "../record-facts.ts";
import { recordWrapper, type Content } from "../record-wrapper.ts";

/** The columns that a line stands in, the most telling first. */
const textColumns = ["event.original", "message", "@message", "textpayload", "_raw", "line", "log", "content"];

export default recordWrapper({
  name: "csv-row",
  about:
    "rows of CSV that Kibana, Datadog, CloudWatch, Cloud Logging, Splunk and Grafana export: the line in its column",
  source:
    "https://www.elastic.co/guide/en/kibana/8.14/reporting-getting-started.html; https://docs.datadoghq.com/logs/explorer/export/",
  samples: [
    {
      wrapped:
        '{"csv":{"@timestamp":"Nov 20, 2026 @ 09:16:10.001","kubernetes.pod.name":"web-1","kubernetes.namespace":"shop","message":"the line\\n"}}',
      lines: [{ text: "the line", facts: { pod: "web-1", namespace: "shop" } }],
    },
    {
      wrapped: '{"csv":{"Date":"2026-11-20T09:16:10.001Z","Host":"h","pod_name":"web-1","Message":"the line"}}',
      lines: [{ text: "the line", facts: { pod: "web-1" } }],
    },
    {
      wrapped:
        '{"csv":{"resource.labels.pod_name":"web-1","textPayload":"the line","timestamp":"2026-11-20T09:16:10Z"}}',
      lines: [{ text: "the line", facts: { pod: "web-1" } }],
    },
    {
      wrapped: '{"csv":{"_index":"i","_source":"{\\"message\\":\\"the line\\",\\"agent\\":{}}"}}',
      lines: [{ text: '{"message":"the line","agent":{}}' }],
    },
  ],
  contentOf: () => (record) => {
    const row = objectUnder(record, "csv");
    return row === null ? null : contentOf(row);
  },
});

function contentOf(row: JsonObject): Content | null {
  const source = objectFrom(textUnder(row, "_source") ?? "");
  if (source !== null) return { object: source };
  const names = new Map(Object.keys(row).map((name) => [name.toLowerCase(), name]));
  const text = textColumns.map((column) => textUnder(row, names.get(column) ?? "")).find((each) => each !== undefined);
  if (text === undefined) return null;
  // Kibana writes "-" where a document has no such field; the others' names have words or a sign before them.
  const told = Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== "-")
      .map(([name, value]) => [name.replace(/^(?:@|resource\.labels\.)/, ""), value]),
  );
  return { text, facts: joined(factsIn(told), factsOfRecord(told)) };
}
