import { joined, type SomeFacts } from "./facts-pool.ts";
import { textUnder, type JsonObject } from "./json-value.ts";
import { factsOfPath } from "./path-facts.ts";

/** Envoy's name of a proxy: `sidecar~IP~POD.NAMESPACE~DOMAIN`. */
const nodeName = /^(?:sidecar|router|waypoint|ztunnel)~[^~]*~(?<pod>[^~]+)\.(?<namespace>[^~.]+)~/;

/**
 * What OpenTelemetry's attributes tell of where a line came from.
 *
 * Source: https://opentelemetry.io/docs/specs/semconv/resource/k8s/; node_name is Envoy's (open_telemetry/access_log_impl.cc).
 */
export function factsOfAttributes(attributes: JsonObject): SomeFacts {
  const node = nodeName.exec(textUnder(attributes, "node_name") ?? "")?.groups ?? {};
  const path = factsOfPath(textUnder(attributes, "log.file.path") ?? "");
  return joined(joined(path, node), {
    cluster: textUnder(attributes, "k8s.cluster.name"),
    namespace: textUnder(attributes, "k8s.namespace.name"),
    pod: textUnder(attributes, "k8s.pod.name"),
    container: textUnder(attributes, "k8s.container.name"),
  });
}
