import { isList, isObject, valueUnder, type JsonObject, type JsonValue } from "../json-value.ts";
import { factsOfRecord } from "../record-facts.ts";
import { recordWrapper } from "../record-wrapper.ts";

/**
 * Istio's own key for each field of the integration. Not `http.*.body.bytes`, which it swaps, nor `event.duration`, which
 * is the upstream's service time.
 */
const keys: readonly (readonly [string, string])[] = [
  ["method", "http.request.method"],
  ["path", "url.original"],
  ["protocol", "http.version"],
  ["response_code", "http.response.status_code"],
  ["response_flags", "istio.access.response.flags"],
  ["response_code_details", "istio.access.response.code_details"],
  ["connection_termination_details", "istio.access.connection_termination_details"],
  ["upstream_transport_failure_reason", "istio.access.upstream.transport_failure_reason"],
  ["bytes_received", "istio.access.bytes.received"],
  ["bytes_sent", "istio.access.bytes.sent"],
  ["duration", "istio.access.duration"],
  ["upstream_service_time", "istio.access.upstream.service_time"],
  ["x_forwarded_for", "istio.access.x-forwarded-for"],
  ["user_agent", "user_agent.original"],
  ["request_id", "http.request.id"],
  ["authority", "istio.access.authority"],
  ["upstream_host", "istio.access.upstream.host"],
  ["upstream_cluster", "istio.access.upstream.cluster"],
  ["upstream_local_address", "istio.access.upstream.local_address"],
  ["downstream_local_address", "istio.access.downstream.local_address"],
  ["downstream_remote_address", "istio.access.downstream.remote_address"],
  ["requested_server_name", "istio.access.requested_server_name"],
  ["route_name", "istio.access.route_name"],
];

export default recordWrapper({
  name: "elastic-istio",
  about: "records of Elastic's Istio integration, whose fields are put back under Istio's own keys",
  source:
    "https://github.com/elastic/integrations/blob/main/packages/istio/data_stream/access_logs/elasticsearch/ingest_pipeline/format-common.yml (1.2.0)",
  samples: [
    {
      wrapped:
        '{"@timestamp":"2026-11-20T09:16:10.001Z","http":{"request":{"method":"GET","id":"r1"},"response":{"status_code":503},"version":"1.1"},"url":{"original":"/a"},"istio":{"access":{"response":{"flags":["UF","URX"]},"bytes":{"sent":91},"duration":18,"upstream":{"cluster":"outbound|80||web"}}},"user_agent.original":"curl/8","kubernetes":{"pod":{"name":"web-1"}}}',
      lines: [
        {
          text: '{"start_time":"2026-11-20T09:16:10.001Z","method":"GET","path":"/a","protocol":"HTTP/1.1","response_code":503,"response_flags":"UF,URX","bytes_sent":91,"duration":18,"user_agent":"curl/8","request_id":"r1","upstream_cluster":"outbound|80||web"}',
          facts: { pod: "web-1" },
        },
      ],
    },
  ],
  contentOf: () => (record) => {
    const flat = new Map<string, JsonValue>();
    if (
      valueUnder(record, "istio") === undefined &&
      !Object.keys(record).some((key) => key.startsWith("istio.access."))
    )
      return null;
    flatten(record, "", flat);
    if (![...flat.keys()].some((key) => key.startsWith("istio.access."))) return null;
    const fields = keys.flatMap(([name, from]) => {
      const value = flat.get(from);
      return value === undefined ? [] : [[name, asLogged(name, value)]];
    });
    const line: JsonObject = { start_time: flat.get("@timestamp") ?? null, ...Object.fromEntries(fields) };
    return { object: line, facts: factsOfRecord(record), isBare: true };
  },
});

function flatten(object: JsonObject, before: string, into: Map<string, JsonValue>): void {
  for (const [key, value] of Object.entries(object)) {
    if (isObject(value)) flatten(value, `${before}${key}.`, into);
    else into.set(before + key, value);
  }
}

function asLogged(name: string, value: JsonValue): JsonValue {
  if (isList(value)) return name === "response_flags" ? value.join(",") : (value[0] ?? null);
  return name === "protocol" && typeof value === "string" && /^\d/.test(value) ? `HTTP/${value}` : value;
}
