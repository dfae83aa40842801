import type { ColumnName, Kind } from "../core/columns.ts";

/** What an operator's value is: the column it goes to (null: to `other`), its bytes, and whether a client can choose it. */
export type Operator = {
  readonly column: ColumnName | null;
  readonly kind: Kind;
  /** True where the caller of the proxy chooses the text, so that it may hold quotes or forged fields. */
  readonly isClientControlled: boolean;
};

const ours = (column: ColumnName, kind: Kind): Operator => ({ column, kind, isClientControlled: false });
const clients = (column: ColumnName, kind: Kind = "text"): Operator => ({ column, kind, isClientControlled: true });

/**
 * The operators that have a column, under the spelling of Envoy before 1.37 (`REQ`, `RESP`); arguments in upper case.
 *
 * Source: https://www.envoyproxy.io/docs/envoy/v1.37.0/configuration/observability/access_log/usage
 */
const known: ReadonlyMap<string, Operator> = new Map([
  ["START_TIME", ours("start_time", "time")],
  ["REQ(:METHOD)", clients("method", "token")],
  ["REQ(X-ENVOY-ORIGINAL-PATH?:PATH)", clients("path")],
  ["REQ(:PATH)", clients("path")],
  ["PATH", clients("path")],
  ["PROTOCOL", ours("protocol", "token")],
  ["RESPONSE_CODE", ours("response_code", "code")],
  ["RESPONSE_FLAGS", ours("response_flags", "flags")],
  ["RESPONSE_CODE_DETAILS", ours("response_code_details", "token")],
  ["CONNECTION_TERMINATION_DETAILS", ours("connection_termination_details", "text")],
  ["UPSTREAM_TRANSPORT_FAILURE_REASON", ours("upstream_transport_failure_reason", "text")],
  ["BYTES_RECEIVED", ours("bytes_received", "number")],
  ["BYTES_SENT", ours("bytes_sent", "number")],
  ["DURATION", ours("duration_ms", "number")],
  ["RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)", ours("upstream_service_time_ms", "number")],
  ["REQ(X-FORWARDED-FOR)", clients("x_forwarded_for")],
  ["REQ(USER-AGENT)", clients("user_agent")],
  ["REQ(X-REQUEST-ID)", clients("request_id")],
  ["STREAM_ID", ours("request_id", "token")],
  ["REQ(:AUTHORITY)", clients("authority")],
  ["UPSTREAM_HOST", ours("upstream_host", "token")],
  ["UPSTREAM_CLUSTER", ours("upstream_cluster", "token")],
  ["UPSTREAM_CLUSTER_RAW", ours("upstream_cluster", "token")],
  ["UPSTREAM_LOCAL_ADDRESS", ours("upstream_local_address", "token")],
  ["DOWNSTREAM_LOCAL_ADDRESS", ours("downstream_local_address", "token")],
  ["DOWNSTREAM_REMOTE_ADDRESS", ours("downstream_remote_address", "token")],
  ["REQUESTED_SERVER_NAME", ours("requested_server_name", "token")],
  ["ROUTE_NAME", ours("route_name", "text")],
  ["UPSTREAM_REQUEST_ATTEMPT_COUNT", ours("attempt_count", "number")],
  ["REQ(X-ENVOY-ATTEMPT-COUNT)", ours("attempt_ordinal", "number")],
  ["ACCESS_LOG_TYPE", ours("access_log_type", "token")],
  ["GRPC_STATUS_NUMBER", ours("grpc_status", "number")],
]);

const elsewhere: Operator = { column: null, kind: "text", isClientControlled: true };

/**
 * What an operator's value is. Operators without a column go to `other`.
 *
 * Envoy 1.37 renamed REQ, RESP and TRAILER; the meaning is the same (envoyproxy/envoy#41670).
 */
export function operatorOf(name: string, argument: string | undefined): Operator {
  const short = name.replace(/^REQUEST_HEADER$/, "REQ").replace(/^RESPONSE_HEADER$/, "RESP");
  return known.get(argument === undefined ? short : `${short}(${argument.toUpperCase()})`) ?? elsewhere;
}
