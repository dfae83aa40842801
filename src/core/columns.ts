/**
 * What bytes a field can hold, as far as its operator tells (access-log-formats 2.3):
 * `time` the default timestamp, `number` digits or "-", `code` one to three digits, `flags` short flags,
 * `token` no blank and no quote, `text` anything but a quote.
 */
export type Kind = "time" | "number" | "code" | "flags" | "token" | "text";

/** One column of `access_log` that a log line itself can fill. */
export type ColumnName = (typeof columns)[number];

/**
 * The columns in the order of a row; it is Istio's own order (1.9 and later), followed by what custom formats add. Behind
 * them each row ends with `other`: the fields without a column, as one JSON object.
 */
export const columns = [
  "start_time",
  "method",
  "path",
  "protocol",
  "response_code",
  "response_flags",
  "response_code_details",
  "connection_termination_details",
  "upstream_transport_failure_reason",
  "bytes_received",
  "bytes_sent",
  "duration_ms",
  "upstream_service_time_ms",
  "x_forwarded_for",
  "user_agent",
  "request_id",
  "authority",
  "upstream_host",
  "upstream_cluster",
  "upstream_local_address",
  "downstream_local_address",
  "downstream_remote_address",
  "requested_server_name",
  "route_name",
  "attempt_count",
  "attempt_ordinal",
  "access_log_type",
  "grpc_status",
] as const;

/** The place of a column in a row, from 0. */
export const columnIndex: ReadonlyMap<ColumnName, number> = new Map(columns.map((name, index) => [name, index]));

/** What a column holds: a text, a whole number, a moment in microseconds since 1970, or Envoy's short flags, which are a list. */
export type Holds = "text" | "number" | "time" | "flags";

const others: Readonly<Partial<Record<ColumnName, Holds>>> = {
  start_time: "time",
  response_code: "number",
  response_flags: "flags",
  bytes_received: "number",
  bytes_sent: "number",
  duration_ms: "number",
  upstream_service_time_ms: "number",
  attempt_count: "number",
  attempt_ordinal: "number",
  grpc_status: "number",
};

/** What a column holds. */
export const holds = (column: ColumnName): Holds => others[column] ?? "text";
