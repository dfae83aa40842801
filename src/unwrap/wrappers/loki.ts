import { joined } from "../facts-pool.ts";
import { isList, isObject, objectsUnder, objectUnder, textUnder, valueUnder, type JsonObject } from "../json-value.ts";
import { factsIn } from "../record-facts.ts";
import { recordWrapper, type Content } from "../record-wrapper.ts";

export default recordWrapper({
  name: "loki",
  about: "Loki: logcli --output jsonl, answers of its query API, and what its agents push",
  source:
    "https://github.com/grafana/loki/blob/v3.1.0/pkg/logcli/output/jsonl.go; https://grafana.com/docs/loki/v3.1.x/reference/loki-http-api/",
  samples: [
    {
      wrapped: '{"labels":{"pod":"web-1","namespace":"shop"},"line":"the line","timestamp":"2026-11-20T09:16:10Z"}',
      lines: [{ text: "the line", facts: { pod: "web-1", namespace: "shop" } }],
    },
    { wrapped: '{"line":"the line","timestamp":"2026-11-20T09:16:10Z"}', lines: [{ text: "the line" }] },
    {
      wrapped:
        '{"status":"success","data":{"resultType":"streams","result":[{"stream":{"pod":"web-1"},"values":[["1","one"],["2","two",{"k8s_container_name":"envoy"}]]}]}}',
      lines: [
        { text: "one", facts: { pod: "web-1" } },
        { text: "two", facts: { pod: "web-1", container: "envoy" } },
      ],
    },
    {
      wrapped: '{"streams":[{"stream":{"pod":"web-1"},"values":[["1","one"]]},{"stream":{},"values":[["2","two"]]}]}',
      lines: [{ text: "one", facts: { pod: "web-1" } }, { text: "two" }],
    },
  ],
  contentOf: () => (record) => {
    const line = textUnder(record, "line");
    if (line !== undefined && valueUnder(record, "timestamp") !== undefined)
      return { text: line, facts: factsIn(objectUnder(record, "labels")) };
    const streams = [...objectsUnder(record, "streams"), ...objectsUnder(objectUnder(record, "data"), "result")];
    const lines = streams.flatMap(linesOf);
    return lines.length === 0 ? null : lines;
  },
});

function linesOf(stream: JsonObject): Content[] {
  const values = valueUnder(stream, "values");
  const facts = factsIn(objectUnder(stream, "stream"));
  if (!isList(values)) return [];
  return values.flatMap((value) => {
    if (!isList(value) || typeof value[1] !== "string") return [];
    const [, text, more] = value;
    return { text, facts: isObject(more) ? joined(facts, factsIn(more)) : facts };
  });
}
