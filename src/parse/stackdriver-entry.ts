import { columnEntry, otherEntry, type Entry } from "./entry.ts";
import type { JsonObject } from "./format.ts";
import { objectAt, textAt } from "./json-path.ts";
import { durationMs } from "./proto-values.ts";

/** Labels that have a column. */
const inColumns: ReadonlySet<string> = new Set([
  "response_flag",
  "response_details",
  "route_name",
  "upstream_host",
  "upstream_cluster",
  "requested_server_name",
  "upstream_transport_failure_reason",
  "request_id",
  "x-envoy-original-path",
  "total_received_bytes",
  "total_sent_bytes",
]);

/**
 * The values of one entry that Istio's Stackdriver filter (up to 1.22) wrote to Cloud Logging, of HTTP or TCP.
 *
 * Shape: missing fields are absent, but for status, flags and bytes, which are 0 or none. All else of the labels goes to `other`.
 * Units: `duration_ms` is the filter's latency, rounded down.
 * Source: https://github.com/istio/proxy/blob/release-1.22/extensions/stackdriver/log/logger.cc
 */
export function stackdriverEntries(entry: JsonObject): Entry[] {
  const request = objectAt(entry, "httpRequest");
  const labels = objectAt(entry, "labels") ?? {};
  const label = (name: string): string | null => textAt(labels, name) || null;
  const url = /^(?:[a-z]+:\/\/)?([^/?]*)(.*)$/s.exec(textAt(request, "requestUrl") ?? "");
  return [
    columnEntry("start_time", textAt(entry, "timestamp")),
    columnEntry("method", textAt(request, "requestMethod")),
    columnEntry("path", label("x-envoy-original-path") ?? (url?.[2] || null)),
    // Some versions say only http or grpc here, as the label of this name does.
    columnEntry("protocol", /^HTTP\/\S+$/.exec(textAt(request, "protocol") ?? "")?.[0] ?? null),
    columnEntry("response_code", textAt(request, "status") ?? "0"),
    columnEntry("response_flags", label("response_flag")),
    columnEntry("response_code_details", label("response_details")),
    columnEntry("upstream_transport_failure_reason", label("upstream_transport_failure_reason")),
    columnEntry("bytes_received", textAt(request, "requestSize") ?? label("total_received_bytes") ?? "0"),
    columnEntry("bytes_sent", textAt(request, "responseSize") ?? label("total_sent_bytes") ?? "0"),
    columnEntry("duration_ms", durationMs(request?.["latency"])),
    columnEntry("user_agent", textAt(request, "userAgent")),
    columnEntry("request_id", label("request_id")),
    columnEntry("authority", url?.[1] || null),
    columnEntry("upstream_host", label("upstream_host")),
    columnEntry("upstream_cluster", label("upstream_cluster")),
    columnEntry("downstream_remote_address", textAt(request, "remoteIp") ?? address(labels)),
    columnEntry("requested_server_name", label("requested_server_name")),
    columnEntry("route_name", label("route_name")),
    ...[otherEntry("log_name", textAt(entry, "logName")), otherEntry("trace", textAt(entry, "trace"))].filter(
      (each) => each !== null,
    ),
    ...Object.entries(labels).flatMap(([name, value]) => (inColumns.has(name) ? [] : (otherEntry(name, value) ?? []))),
  ];
}

function address(labels: JsonObject): string | null {
  const [ip, port] = [textAt(labels, "source_ip"), textAt(labels, "source_port")];
  return ip === null || port === null ? ip : `${ip}:${port}`;
}
