import { columnEntry, otherEntry, type Entry } from "./entry.ts";
import type { JsonObject } from "./format.ts";
import { objectAt, snakeCase, textAt, valueAt } from "./json-path.ts";
import { addressText, durationMs } from "./proto-values.ts";
import { responseFlags } from "./response-flags.ts";

const protocols: ReadonlyMap<string, string> = new Map([
  ["HTTP10", "HTTP/1.0"],
  ["HTTP11", "HTTP/1.1"],
  ["HTTP2", "HTTP/2"],
  ["HTTP3", "HTTP/3"],
]);
/** Whatever has a column, or is taken apart below. */
const known: ReadonlySet<string> = new Set([
  "downstream_remote_address",
  "downstream_local_address",
  "upstream_remote_address",
  "upstream_local_address",
  "upstream_cluster",
  "route_name",
  "start_time",
  "duration",
  "time_to_last_downstream_tx_byte",
  "response_flags",
  "upstream_transport_failure_reason",
  "upstream_request_attempt_count",
  "connection_termination_details",
  "access_log_type",
]);

/**
 * The values of one entry of Envoy's gRPC access log service in proto JSON, of HTTP or TCP.
 *
 * Shape: keys in camel or snake case. A key that is missing has its default: no flags, no bytes, status 0. A missing attempt
 * count is 0 only where no upstream was chosen: Envoy before 1.21 had no such field.
 * Units: `duration_ms` rounded down; where the entry lacks `duration` (before 1.24) it is the time to the last byte out.
 * Source: https://github.com/envoyproxy/envoy/blob/v1.37.0/api/envoy/data/accesslog/v3/accesslog.proto
 */
export function alsEntries(entry: JsonObject): Entry[] {
  const common = objectAt(entry, "commonProperties") ?? {};
  const [request, response] = [objectAt(entry, "request"), objectAt(entry, "response")];
  const isTcp = objectAt(entry, "connectionProperties") !== null;
  const bytes = (side: "received" | "sent"): string =>
    textAt(entry, "connectionProperties", `${side}Bytes`) ??
    (side === "received" ? textAt(request, "requestBodyBytes") : textAt(response, "responseBodyBytes")) ??
    "0";
  const upstream = addressText(common["upstreamRemoteAddress"] ?? common["upstream_remote_address"]);
  return [
    columnEntry("start_time", textAt(common, "startTime")),
    columnEntry("method", methodOf(textAt(request, "requestMethod"))),
    columnEntry("path", textAt(request, "originalPath") || textAt(request, "path")),
    columnEntry("protocol", isTcp ? null : (protocols.get(textAt(entry, "protocolVersion") ?? "") ?? null)),
    columnEntry("response_code", textAt(response, "responseCode") ?? "0"),
    columnEntry("response_flags", flagsOf(objectAt(common, "responseFlags"))),
    columnEntry("response_code_details", textAt(response, "responseCodeDetails") || null),
    columnEntry("connection_termination_details", textAt(common, "connectionTerminationDetails") || null),
    columnEntry("upstream_transport_failure_reason", textAt(common, "upstreamTransportFailureReason") || null),
    columnEntry("bytes_received", bytes("received")),
    columnEntry("bytes_sent", bytes("sent")),
    columnEntry(
      "duration_ms",
      durationMs(valueAt(common, "duration")) ?? durationMs(valueAt(common, "timeToLastDownstreamTxByte")),
    ),
    columnEntry("upstream_service_time_ms", textAt(response, "responseHeaders", "x-envoy-upstream-service-time")),
    columnEntry("x_forwarded_for", textAt(request, "forwardedFor") || null),
    columnEntry("user_agent", textAt(request, "userAgent")),
    columnEntry("request_id", textAt(request, "requestId") || null),
    columnEntry("authority", textAt(request, "authority") || null),
    columnEntry("upstream_host", upstream),
    columnEntry("upstream_cluster", textAt(common, "upstreamCluster") || null),
    columnEntry("upstream_local_address", addressText(valueAt(common, "upstreamLocalAddress"))),
    columnEntry("downstream_local_address", addressText(valueAt(common, "downstreamLocalAddress"))),
    columnEntry("downstream_remote_address", addressText(valueAt(common, "downstreamRemoteAddress"))),
    columnEntry("requested_server_name", textAt(common, "tlsProperties", "tlsSniHostname") || null),
    columnEntry("route_name", textAt(common, "routeName") || null),
    columnEntry("attempt_count", textAt(common, "upstreamRequestAttemptCount") ?? (upstream === null ? "0" : null)),
    columnEntry("attempt_ordinal", textAt(request, "requestHeaders", "x-envoy-attempt-count")),
    columnEntry("access_log_type", textAt(common, "accessLogType")),
    columnEntry(
      "grpc_status",
      textAt(response, "responseTrailers", "grpc-status") ?? textAt(response, "responseHeaders", "grpc-status"),
    ),
    ...Object.entries(common).flatMap(([key, value]) =>
      known.has(snakeCase(key)) ? [] : (otherEntry(snakeCase(key), value) ?? []),
    ),
  ];
}

/** Proto JSON leaves a method that Envoy's list lacks unspecified: it is lost. */
function methodOf(method: string | null): string | null {
  return method === null || method === "METHOD_UNSPECIFIED" ? null : method;
}

const shortFlags: ReadonlyMap<string, string> = new Map(
  responseFlags.flatMap(({ flag, alsField }) => (alsField === null ? [] : [[alsField, flag] as const])),
);

/** Only true flags appear; `unauthorizedDetails` is a message instead, and UAEX when it names the external service. */
function flagsOf(flags: JsonObject | null): string {
  const names = Object.entries(flags ?? {}).flatMap(([key, value]) => {
    const flag = shortFlags.get(snakeCase(key));
    if (flag === undefined) return value === true ? [key] : [];
    return value === true || (flag === "UAEX" && textAt(value, "reason") === "EXTERNAL_SERVICE") ? [flag] : [];
  });
  return names.length === 0 ? "-" : names.join(",");
}
