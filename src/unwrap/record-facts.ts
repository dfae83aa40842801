import type { SomeFacts } from "./facts-pool.ts";
import { isObject, objectUnder, textUnder, valueUnder, type JsonObject } from "./json-value.ts";
import { factsOfPath } from "./path-facts.ts";

type FactName = keyof SomeFacts;

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
const flatNames: Readonly<Record<FactName, readonly string[]>> = {
  cluster: flatly(names.cluster),
  namespace: flatly(names.namespace),
  pod: flatly(names.pod),
  container: flatly(names.container),
};
/** Keys under which collectors keep the path of the file, the tag, or the stream that they made of it. */
const pathKeys = ["log.file.path", "file", "filename", "path", "tag", "logStream", "logStreamName"];

/** What an object that a collector keeps for it tells of where a line came from. */
export function factsIn(object: JsonObject | null): SomeFacts {
  return object === null ? {} : factsBy((name) => firstOf(object, names[name]));
}

/** What a collector's record tells, in whichever of the places there are for it. */
export function factsOfRecord(record: JsonObject): SomeFacts {
  const places = [
    factsIn(objectUnder(record, "kubernetes")),
    factsIn(objectUnder(objectUnder(record, "resource"), "labels")),
    factsIn(objectUnder(record, "labels")),
    factsOfPath(pathOf(record)),
  ];
  const isFlat = Object.keys(record).some((key) => key.startsWith("k8s") || key.startsWith("kubernetes"));
  if (isFlat) places.push(factsBy((name) => firstOf(record, flatNames[name])));
  return factsBy((name) => places.find((place) => place[name] !== undefined)?.[name]);
}

function factsBy(value: (name: FactName) => string | undefined): SomeFacts {
  return { cluster: value("cluster"), namespace: value("namespace"), pod: value("pod"), container: value("container") };
}

function firstOf(object: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = valueUnder(object, key);
    if (typeof value === "string" && value !== "") return value;
    // Elastic's agents write `pod: { name }`.
    if (isObject(value) && textUnder(value, "name") !== undefined) return textUnder(value, "name");
  }
  return undefined;
}

function pathOf(record: JsonObject): string {
  const path = textUnder(objectUnder(objectUnder(record, "log"), "file"), "path");
  return path ?? pathKeys.map((key) => textUnder(record, key)).find((each) => each !== undefined) ?? "";
}

function flatly(keys: readonly string[]): string[] {
  return keys.flatMap((key) => words.flatMap((word) => [`${word}${key}`, `${word}${key}.name`]));
}
