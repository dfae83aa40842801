import { joined, type SomeFacts } from "./facts-pool.ts";
import { isObject, objectUnder, textUnder, type JsonObject } from "./json-value.ts";
import { factsOfPath } from "./path-facts.ts";

const factNames = ["cluster", "namespace", "pod", "container"] as const;
type FactName = (typeof factNames)[number];

/**
 * The names of each fact in an object that a collector keeps for such things: Fluent Bit's and fluentd's kubernetes
 * filters, labels of Loki and Prometheus, Elastic's and OpenTelemetry's conventions, Cloud Logging's resource labels.
 */
const names: Readonly<Record<FactName, readonly string[]>> = {
  cluster: ["cluster_name", "cluster", "k8s_cluster_name", "k8s.cluster.name", "kube_cluster_name"],
  namespace: ["namespace_name", "namespace", "k8s_namespace_name", "k8s.namespace.name", "kube_namespace"],
  pod: ["pod_name", "pod", "k8s_pod_name", "k8s.pod.name", "podName"],
  container: ["container_name", "container", "k8s_container_name", "k8s.container.name", "kube_container_name"],
};
/** Keys of the record itself have a word before them, since a bare `cluster` is an access log's upstream cluster. */
const words = ["kubernetes.", "kubernetes_", "kubernetes.labels.", "k8s."];
/** Keys under which collectors keep the path of the file, the tag, or the stream that they made of it. */
const pathKeys = new Set(["log.file.path", "file", "filename", "path", "tag", "logStream", "logStreamName"]);

/** What a key tells, and how well: of two keys for one fact the lower rank is believed. */
type Place = { readonly name: FactName; readonly rank: number };
const places = new Map<string, Place>(entriesOf((key) => [key]));
const flatPlaces = new Map<string, Place>(
  entriesOf((key) => words.flatMap((word) => [`${word}${key}`, `${word}${key}.name`])),
);

/** What an object that a collector keeps for it tells of where a line came from. */
export function factsIn(object: JsonObject | null): SomeFacts {
  return object === null ? {} : factsBy(object, places);
}

/** What a collector's record tells, in whichever of the places there are for it. */
export function factsOfRecord(record: JsonObject): SomeFacts {
  const path = factsOfPath(pathOf(record));
  const labels = factsIn(objectUnder(record, "labels"));
  const resource = factsIn(objectUnder(objectUnder(record, "resource"), "labels"));
  const kubernetes = factsIn(objectUnder(record, "kubernetes"));
  return joined(joined(joined(joined(factsBy(record, flatPlaces), path), labels), resource), kubernetes);
}

function factsBy(object: JsonObject, known: ReadonlyMap<string, Place>): SomeFacts {
  const facts: { [name in FactName]?: string } = {};
  const ranks: { [name in FactName]?: number } = {};
  for (const key in object) {
    const place = known.get(key);
    if (place === undefined) continue;
    const value = object[key];
    // Elastic's agents write `pod: { name }`.
    const text = isObject(value) ? textUnder(value, "name") : textUnder(object, key);
    if (text === undefined || (ranks[place.name] ?? Infinity) < place.rank) continue;
    facts[place.name] = text;
    ranks[place.name] = place.rank;
  }
  return facts;
}

function pathOf(record: JsonObject): string {
  const path = textUnder(objectUnder(objectUnder(record, "log"), "file"), "path");
  if (path !== undefined) return path;
  for (const key in record) if (pathKeys.has(key)) return textUnder(record, key) ?? "";
  return "";
}

function* entriesOf(spell: (key: string) => readonly string[]): Generator<[string, Place]> {
  for (const name of factNames)
    for (const [rank, key] of names[name].entries()) for (const each of spell(key)) yield [each, { name, rank }];
}
