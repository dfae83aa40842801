import { columns, type ColumnName } from "../core/columns.ts";

/** A column of a public table: its type in DuckDB, its unit where it has one, what it means, and the operator it comes from. */
export type Column = {
  readonly name: string;
  readonly type: string;
  readonly unit?: string;
  readonly about: string;
  readonly operator?: string;
};

/** A public table: what people query, and what reports and detectors read. */
export type Table = { readonly name: string; readonly about: string; readonly columns: readonly Column[] };

/** A column of text. */
export const text = (name: string, about: string, operator?: string): Column => ({
  name,
  type: "VARCHAR",
  about,
  ...(operator === undefined ? {} : { operator }),
});
/** A column that counts or measures something. */
export const count = (name: string, unit: string, about: string, operator?: string): Column => ({
  name,
  type: "BIGINT",
  unit,
  about,
  ...(operator === undefined ? {} : { operator }),
});

/** The columns that a log line fills, in the order of a marked row. */
export const lineColumns: readonly (Column & { readonly name: ColumnName | "other" })[] = [
  {
    name: "start_time",
    type: "TIMESTAMP",
    unit: "UTC",
    about: "When the proxy began to receive the request; the line itself is written at the end.",
    operator: "START_TIME",
  },
  { name: "method", type: "VARCHAR", about: "HTTP method; null for TCP.", operator: "REQ(:METHOD)" },
  {
    name: "path",
    type: "VARCHAR",
    about: "Path with query, before a rewrite on the hop that rewrote it.",
    operator: "REQ(X-ENVOY-ORIGINAL-PATH?:PATH)",
  },
  { name: "protocol", type: "VARCHAR", about: "Protocol of the caller, e.g. HTTP/1.1.", operator: "PROTOCOL" },
  {
    name: "response_code",
    type: "SMALLINT",
    about: "HTTP status; 0 when no response was begun, and for TCP.",
    operator: "RESPONSE_CODE",
  },
  {
    name: "response_flags",
    type: "VARCHAR[]",
    about: "Envoy's short flags, a set: the order means nothing. Empty for none.",
    operator: "RESPONSE_FLAGS",
  },
  {
    name: "response_code_details",
    type: "VARCHAR",
    about: "Who set the status and why, e.g. via_upstream.",
    operator: "RESPONSE_CODE_DETAILS",
  },
  {
    name: "connection_termination_details",
    type: "VARCHAR",
    about: "Why the caller's connection was closed by the proxy.",
    operator: "CONNECTION_TERMINATION_DETAILS",
  },
  {
    name: "upstream_transport_failure_reason",
    type: "VARCHAR",
    about: "Why TLS or the transport to the upstream failed.",
    operator: "UPSTREAM_TRANSPORT_FAILURE_REASON",
  },
  {
    name: "bytes_received",
    type: "BIGINT",
    unit: "bytes",
    about: "Request body from the caller; 0 on requests refused before any send.",
    operator: "BYTES_RECEIVED",
  },
  { name: "bytes_sent", type: "BIGINT", unit: "bytes", about: "Response body to the caller.", operator: "BYTES_SENT" },
  {
    name: "duration_ms",
    type: "BIGINT",
    unit: "ms",
    about: "From start_time to the last byte out, rounded down.",
    operator: "DURATION",
  },
  {
    name: "upstream_service_time_ms",
    type: "BIGINT",
    unit: "ms",
    about:
      "From the whole request to the upstream's first answer, earlier sends and back-off included; null on replies the proxy made itself.",
    operator: "RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)",
  },
  {
    name: "x_forwarded_for",
    type: "VARCHAR",
    about: "Addresses the caller gave; client controlled.",
    operator: "REQ(X-FORWARDED-FOR)",
  },
  { name: "user_agent", type: "VARCHAR", about: "Client controlled.", operator: "REQ(USER-AGENT)" },
  {
    name: "request_id",
    type: "VARCHAR",
    about: "x-request-id as logged; see request_key for the masked one.",
    operator: "REQ(X-REQUEST-ID)",
  },
  { name: "authority", type: "VARCHAR", about: "Host the caller asked for.", operator: "REQ(:AUTHORITY)" },
  {
    name: "upstream_host",
    type: "VARCHAR",
    about: "Address the last send was made to; chosen is not the same as reached.",
    operator: "UPSTREAM_HOST",
  },
  {
    name: "upstream_cluster",
    type: "VARCHAR",
    about: "Envoy cluster, in Istio direction|port|subset|host.",
    operator: "UPSTREAM_CLUSTER",
  },
  {
    name: "upstream_local_address",
    type: "VARCHAR",
    about:
      "The proxy's own end of the connection to the upstream; on a server-side line, absent when no connection to the application was assigned.",
    operator: "UPSTREAM_LOCAL_ADDRESS",
  },
  {
    name: "downstream_local_address",
    type: "VARCHAR",
    about: "The proxy's end of the caller's connection.",
    operator: "DOWNSTREAM_LOCAL_ADDRESS",
  },
  {
    name: "downstream_remote_address",
    type: "VARCHAR",
    about: "The caller's address; port 0 when taken from x-forwarded-for.",
    operator: "DOWNSTREAM_REMOTE_ADDRESS",
  },
  {
    name: "requested_server_name",
    type: "VARCHAR",
    about: "SNI of the caller's connection.",
    operator: "REQUESTED_SERVER_NAME",
  },
  {
    name: "route_name",
    type: "VARCHAR",
    about: "Name of the route, in Istio of the VirtualService route.",
    operator: "ROUTE_NAME",
  },
  {
    name: "attempt_count",
    type: "BIGINT",
    unit: "sends",
    about: "How many sends this proxy made; 1 also where no host could be picked.",
    operator: "UPSTREAM_REQUEST_ATTEMPT_COUNT",
  },
  {
    name: "attempt_ordinal",
    type: "BIGINT",
    unit: "sends",
    about: "On a server-side line: which send of the proxy before this one it is, from 1.",
    operator: "REQ(X-ENVOY-ATTEMPT-COUNT)",
  },
  {
    name: "access_log_type",
    type: "VARCHAR",
    about: "Which event wrote the line, e.g. DownstreamEnd.",
    operator: "ACCESS_LOG_TYPE",
  },
  {
    name: "grpc_status",
    type: "BIGINT",
    about: "gRPC status as a number; null for other requests.",
    operator: "GRPC_STATUS_NUMBER",
  },
  { name: "other", type: "VARCHAR", about: "Fields that have no column, as one JSON object; null for none." },
];

const place: readonly Column[] = [
  { name: "source_id", type: "INTEGER", about: "The source the line stands in." },
  { name: "line", type: "BIGINT", about: "Its number there, from 1." },
];

/** The public tables that ingest fills; `derivedTables` are those that correlation derives from them. docs/tables.md is written from both. */
export const tables: readonly Table[] = [
  {
    name: "source",
    about: "One row per log that was ingested: the ledger that keeps a log from being counted twice.",
    columns: [
      { name: "source_id", type: "INTEGER", about: "From 1, in the order of reading." },
      text("name", "Path as given, or - for standard input."),
      text("kind", "How it was packed: plain, utf-16, gzip, zstd, otlp, or tar or zip for a log in an archive."),
      count("bytes", "bytes", "Size after decompression."),
      text(
        "fingerprint",
        "Hash of samples of the bytes as they lie on the disk or in an archive, with their number; equal for equal files. Null for pipes, and for a log of which an archive holds only a part.",
      ),
      {
        name: "first_line",
        type: "BIGINT",
        about: "The number of its first line: more than 1 where it goes on from an earlier ingest of the same file.",
      },
      count("lines", "lines", "All lines; always access_log + other + rejected."),
      count("access_log", "lines", "Lines that are rows of access_log."),
      count(
        "other",
        "lines",
        "Lines that are no access log lines: the proxy's own log, application output, blank lines.",
      ),
      count("rejected", "lines", "Lines that are rows of reject."),
      text("problem", "What was wrong with the source as a whole, e.g. a gzip file that is cut off; null for nothing."),
      {
        name: "ingested_at",
        type: "TIMESTAMP",
        unit: "UTC",
        about: "When it was ingested; the only time here that is not from a log.",
      },
    ],
  },
  {
    name: "access_log",
    about: "One row per access log line, raw facts only.",
    columns: [
      ...place,
      ...lineColumns,
      text("cluster", "Kubernetes cluster, where a collector told it."),
      text("namespace", "Namespace, where a collector told it."),
      text("pod", "Pod, where a collector told it."),
      text("container", "Container, where a collector told it."),
      text("proxy", "Which proxy wrote the line: the pod, else the source's file name without its endings."),
      text("format", "The format that the line was read by; retryscope formats lists them."),
    ],
  },
  {
    name: "reject",
    about: "One row per line that begins like an access log line and could not be read.",
    columns: [
      ...place,
      text("reason", "Why, e.g. LINE_CUT."),
      text("text", "The beginning of the line, at most 1,000 bytes."),
    ],
  },
];

/** The columns of a marked row must be those of the table, in the same order. */
export const markedColumns: readonly string[] = [...columns, "other"];
