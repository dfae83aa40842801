import type { Kind } from "../core/columns.ts";
import * as shapes from "./value-shape.ts";

/** What kind of value an operator prints (access-log-formats 2.3), as markers and the careful path see it. */
export const classes = {
  /** A counter; never absent. */
  count: { kind: "number", shape: shapes.count, unit: null },
  bytes: { kind: "number", shape: shapes.count, unit: "bytes" },
  ms: { kind: "number", shape: shapes.count, unit: "ms" },
  status: { kind: "code", shape: shapes.status, unit: null },
  flags: { kind: "flags", shape: shapes.flags, unit: null },
  protocol: { kind: "token", shape: shapes.protocol, unit: null },
  details: { kind: "token", shape: shapes.details, unit: null },
  /** No blank and no quote. */
  token: { kind: "token", shape: shapes.token, unit: null },
  /** Chosen by the proxy or its configuration; may hold blanks. */
  text: { kind: "text", shape: shapes.text, unit: null },
  /** Chosen by a client, an upstream or a filter; may hold anything. */
  free: { kind: "text", shape: shapes.free, unit: null },
  /** Free text that names a place in configuration and hardly ever holds a blank: markers leave one with a blank to the careful path. */
  name: { kind: "token", shape: shapes.name, unit: null },
} as const satisfies Readonly<
  Record<string, { readonly kind: Kind; readonly shape: shapes.ValueShape; readonly unit: "ms" | "bytes" | null }>
>;

/** The name of a class. */
export type ClassName = keyof typeof classes;

/** Whether an operator takes arguments in brackets: it must not, may, or must. */
export type Arguments = "none" | "may" | "must";

/** One operator: class, arguments, meaning. */
export type OperatorRow = readonly [name: string, className: ClassName, takes: Arguments, about: string];

const bytes = (name: string, about: string): OperatorRow => [name, "bytes", "none", about];
const ms = (name: string, about: string): OperatorRow => [name, "ms", "none", about];

function address(name: string, about: string): OperatorRow[] {
  return [
    [name, "token", "none", about],
    [`${name}_WITHOUT_PORT`, "token", "none", `${about}, without its port`],
    [name.replace(/ADDRESS$/, "PORT"), "count", "none", `${about}, its port alone`],
  ];
}

function wireBytes(side: string, who: string): OperatorRow[] {
  return ["SENT", "RECEIVED"].flatMap((way) => [
    bytes(`${side}_WIRE_BYTES_${way}`, `bytes ${way.toLowerCase()} on the wire, ${who}`),
    bytes(`${side}_HEADER_BYTES_${way}`, `bytes of headers ${way.toLowerCase()}, ${who}`),
    bytes(
      `${side}_DECOMPRESSED_HEADER_BYTES_${way}`,
      `bytes of headers ${way.toLowerCase()} before compression, ${who}`,
    ),
  ]);
}

/**
 * Every command operator of Envoy but headers, times and those of TLS.
 *
 * Source: https://www.envoyproxy.io/docs/envoy/v1.37.0/configuration/observability/access_log/usage
 */
export const operatorTable: readonly OperatorRow[] = [
  ["PATH", "free", "may", "path of the request"],
  ["QUERY_PARAM", "free", "must", "a parameter of the query, decoded"],
  ["QUERY_PARAMS", "free", "may", "the whole query"],
  ["PROTOCOL", "protocol", "none", "HTTP version of the caller"],
  ["UPSTREAM_PROTOCOL", "protocol", "none", "HTTP version towards the upstream"],
  ["RESPONSE_CODE", "status", "none", "HTTP status; 0 where no response was begun, and for TCP"],
  ["RESPONSE_CODE_DETAILS", "details", "may", "who set the status, and why"],
  ["CONNECTION_TERMINATION_DETAILS", "text", "none", "why the proxy closed the caller's connection"],
  ["RESPONSE_FLAGS", "flags", "none", "what was special, as short flags; a set"],
  ["RESPONSE_FLAGS_LONG", "flags", "none", "what was special, as long flags; a set"],
  ["CUSTOM_FLAGS", "text", "none", "flags of the filters"],
  ["GRPC_STATUS", "token", "may", "status of a gRPC answer"],
  ["GRPC_STATUS_NUMBER", "count", "none", "status of a gRPC answer, as a number"],
  bytes("REQUEST_HEADERS_BYTES", "size of the request's headers"),
  bytes("RESPONSE_HEADERS_BYTES", "size of the response's headers"),
  bytes("RESPONSE_TRAILERS_BYTES", "size of the response's trailers"),
  bytes("BYTES_RECEIVED", "request body from the caller; for TCP all bytes from it"),
  bytes("BYTES_SENT", "response body to the caller; for TCP all bytes to it"),
  bytes("BYTES_RETRANSMITTED", "bytes sent again by QUIC"),
  ["PACKETS_RETRANSMITTED", "count", "none", "packets sent again by QUIC"],
  ...wireBytes("UPSTREAM", "upstream; all sends of the request together"),
  ...wireBytes("DOWNSTREAM", "caller"),
  ["LOCAL_REPLY_BODY", "free", "none", "body of an answer that the proxy made"],
  ms("DURATION", "from the start to the last byte out, rounded down"),
  ms("REQUEST_DURATION", "from the start to the last byte of the request received"),
  ms("REQUEST_TX_DURATION", "from the start to the last byte of the request sent upstream"),
  ms("RESPONSE_DURATION", "from the start to the first byte of the upstream's answer to the last send"),
  ms("RESPONSE_TX_DURATION", "from the upstream's first byte to the last byte out"),
  ms("ROUNDTRIP_DURATION", "from the start to the caller's last acknowledgement (HTTP/3)"),
  ms("DOWNSTREAM_HANDSHAKE_DURATION", "from the start to the end of the caller's TLS handshake"),
  ms("UPSTREAM_CONNECTION_POOL_READY_DURATION", "from the upstream request's making to a connection for it"),
  ["COMMON_DURATION", "count", "must", "between two points of the stream"],
  ["UPSTREAM_REQUEST_ATTEMPT_COUNT", "count", "none", "sends of this proxy for the request; 0: none"],
  ["UPSTREAM_HOST", "token", "none", "host of the last send; chosen is not the same as reached"],
  ["UPSTREAM_HOST_NAME", "token", "none", "DNS name, else address, of the last send's host"],
  [
    "UPSTREAM_HOST_NAME_WITHOUT_PORT",
    "token",
    "none",
    "DNS name, else address, of the last send's host, without its port",
  ],
  ["UPSTREAM_HOSTS_ATTEMPTED", "token", "none", "hosts of all sends, in order"],
  ["UPSTREAM_HOSTS_ATTEMPTED_WITHOUT_PORT", "token", "none", "hosts of all sends, in order, without ports"],
  ["UPSTREAM_HOST_NAMES_ATTEMPTED", "token", "none", "names of the hosts of all sends, in order"],
  [
    "UPSTREAM_HOST_NAMES_ATTEMPTED_WITHOUT_PORT",
    "token",
    "none",
    "names of the hosts of all sends, in order, without ports",
  ],
  ["UPSTREAM_CONNECTION_IDS_ATTEMPTED", "token", "none", "connections of all sends, in order"],
  ["UPSTREAM_CLUSTER", "token", "none", "the route's cluster, or its alternative stat name"],
  ["UPSTREAM_CLUSTER_RAW", "token", "none", "the route's cluster"],
  ...address("UPSTREAM_LOCAL_ADDRESS", "the proxy's end of the connection to the upstream"),
  ...address("UPSTREAM_REMOTE_ADDRESS", "the upstream's end of the connection to it"),
  ...address("DOWNSTREAM_LOCAL_ADDRESS", "the proxy's end of the caller's connection"),
  ...address("DOWNSTREAM_DIRECT_LOCAL_ADDRESS", "the proxy's end of the caller's connection, as the socket has it"),
  ...address("DOWNSTREAM_REMOTE_ADDRESS", "the caller; port 0 where taken from x-forwarded-for"),
  ...address("DOWNSTREAM_DIRECT_REMOTE_ADDRESS", "the caller's end of its connection"),
  ["UPSTREAM_CONNECTION_ID", "count", "none", "the connection to the upstream; 0: none"],
  ["CONNECTION_ID", "count", "none", "the caller's connection; 0: none"],
  ["UPSTREAM_TRANSPORT_FAILURE_REASON", "text", "none", "why TLS or the transport to the upstream failed"],
  ["DOWNSTREAM_TRANSPORT_FAILURE_REASON", "text", "none", "why TLS or the transport to the caller failed"],
  ["UPSTREAM_DETECTED_CLOSE_TYPE", "token", "none", "how the upstream closed its connection"],
  ["DOWNSTREAM_DETECTED_CLOSE_TYPE", "token", "none", "how the caller closed its connection"],
  ["DOWNSTREAM_LOCAL_CLOSE_REASON", "text", "none", "why the proxy closed the caller's connection"],
  ["UPSTREAM_LOCAL_CLOSE_REASON", "text", "none", "why the proxy closed the upstream's connection"],
  ["UPSTREAM_SERVER_NAME", "token", "none", "SNI of the connection to the upstream"],
  ["ROUTE_NAME", "name", "none", "route that was taken"],
  ["VIRTUAL_CLUSTER_NAME", "name", "none", "virtual cluster that was taken"],
  ["FILTER_CHAIN_NAME", "name", "none", "filter chain that was taken"],
  ["STREAM_ID", "free", "none", "id of the request, normally x-request-id"],
  ["TRACE_ID", "token", "none", "trace of the request"],
  ["SPAN_ID", "token", "none", "span of the request"],
  ["UNIQUE_ID", "token", "none", "a fresh random id; joins nothing"],
  ["REQUESTED_SERVER_NAME", "token", "may", "SNI of the caller's connection"],
  ["ACCESS_LOG_TYPE", "token", "none", "when in the life of the stream the line was written"],
  ["DYNAMIC_METADATA", "free", "must", "what filters noted on the stream"],
  ["CLUSTER_METADATA", "free", "must", "what the cluster's configuration notes"],
  ["UPSTREAM_METADATA", "free", "must", "what the upstream host's configuration notes"],
  ["UPSTREAM_CLUSTER_METADATA", "free", "may", "what the cluster's configuration notes"],
  ["METADATA", "free", "must", "what was noted on route, cluster, host or listener"],
  ["CEL", "free", "must", "value of an expression"],
  ["TYPED_CEL", "free", "must", "value of an expression"],
  ["COALESCE", "free", "must", "the first of several operators that is not empty"],
  ["FILTER_STATE", "free", "must", "what filters keep of the stream"],
  ["UPSTREAM_FILTER_STATE", "free", "must", "what filters keep of the upstream stream"],
  ["ENVIRONMENT", "text", "must", "a variable of the proxy's environment"],
  ["HOSTNAME", "text", "none", "name of the proxy's machine"],
  ["TLS_JA3_FINGERPRINT", "token", "none", "fingerprint of the caller's TLS hello"],
  ["TLS_JA4_FINGERPRINT", "token", "none", "fingerprint of the caller's TLS hello"],
  ["DOWNSTREAM_TRANSPORT_BYTES", "bytes", "may", "bytes of the caller's transport"],
  // Below stand no operators of Envoy, but names for what others put into its formats.
  ["TRACE_SAMPLED", "token", "none", "whether the trace is kept"],
  ["KUMA_MESH", "token", "none", "Kuma's mesh, put in before Envoy sees the format"],
  ["KUMA_SOURCE_SERVICE", "text", "none", "Kuma's name of the caller, put in before Envoy sees the format"],
  ["KUMA_DESTINATION_SERVICE", "text", "none", "Kuma's name of the callee, put in before Envoy sees the format"],
  ["KUMA_SOURCE_ADDRESS", "token", "none", "the caller's address, put in before Envoy sees the format"],
  ["KUMA_SOURCE_ADDRESS_WITHOUT_PORT", "token", "none", "the caller's address, put in before Envoy sees the format"],
  ["KUMA_ZONE", "token", "none", "Kuma's zone, put in before Envoy sees the format"],
  ["KUMA_TRAFFIC_DIRECTION", "token", "none", "inbound or outbound, put in before Envoy sees the format"],
];
