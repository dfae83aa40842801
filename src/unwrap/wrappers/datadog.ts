import { isAccessRecord } from "../access-record.ts";
import type { SomeFacts } from "../facts-pool.ts";
import { isList, objectsUnder, objectUnder, textUnder, valueUnder, type JsonObject } from "../json-value.ts";
import { recordWrapper, type Content } from "../record-wrapper.ts";

export default recordWrapper({
  name: "datadog",
  about: "Datadog: answers of its log search, and the archives it writes",
  source:
    "https://docs.datadoghq.com/api/latest/logs/#search-logs-post; https://docs.datadoghq.com/logs/log_configuration/archives/#format-of-the-archives",
  samples: [
    {
      wrapped:
        '{"id":"A","type":"log","attributes":{"message":"the line","service":"web","tags":["pod_name:web-1","kube_namespace:shop","kube_container_name:istio-proxy","kube_cluster_name:c"]}}',
      lines: [{ text: "the line", facts: { pod: "web-1", namespace: "shop", container: "istio-proxy", cluster: "c" } }],
    },
    {
      wrapped: '{"data":[{"id":"A","type":"log","attributes":{"message":"one","tags":[]}}],"meta":{}}',
      lines: [{ text: "one" }],
    },
    {
      wrapped: '{"id":"A","content":{"message":"the line","attributes":{},"tags":["pod_name:web-1"]}}',
      lines: [{ text: "the line", facts: { pod: "web-1" } }],
    },
    {
      wrapped:
        '{"_id":"A","date":"2026-11-20T09:16:10Z","service":"web","status":"info","source":"envoy","attributes":{"start_time":"x","method":"GET","response_code":200},"tags":["pod_name:web-1"]}',
      lines: [{ text: '{"start_time":"x","method":"GET","response_code":200}', facts: { pod: "web-1" } }],
    },
  ],
  contentOf: () => (record) => {
    const logs = [...objectsUnder(record, "data"), ...objectsUnder(record, "logs")].flatMap(
      (log) => contentOf(log) ?? [],
    );
    return logs.length > 0 ? logs : contentOf(record);
  },
});

function contentOf(log: JsonObject): Content | null {
  const event = valueUnder(log, "type") === "log" ? objectUnder(log, "attributes") : objectUnder(log, "content");
  const isArchived = valueUnder(log, "_id") !== undefined && objectUnder(log, "attributes") !== null;
  const content = event ?? (isArchived ? log : null);
  if (content === null) return null;
  const facts = factsOfTags(content);
  const attributes = objectUnder(content, "attributes");
  // Datadog takes a message apart that is JSON, and then keeps none.
  if (attributes !== null && isAccessRecord(attributes)) return { object: attributes, facts };
  const text = textUnder(content, "message");
  return text === undefined ? null : { text, facts };
}

function factsOfTags(content: JsonObject): SomeFacts {
  const tags = valueUnder(content, "tags");
  const all = isList(tags) ? tags.filter((tag) => typeof tag === "string") : [];
  const value = (...names: readonly string[]): string | undefined =>
    names
      .map((name) => all.find((tag) => tag.startsWith(`${name}:`))?.slice(name.length + 1))
      .find((each) => each !== undefined);
  return {
    cluster: value("kube_cluster_name", "cluster_name"),
    namespace: value("kube_namespace"),
    pod: value("pod_name"),
    container: value("kube_container_name", "container_name"),
  };
}
