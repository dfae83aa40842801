/** The time that every offset in a test counts from. */
export const BEGIN = Date.UTC(2026, 10, 20, 9, 0, 0);

/** One access log line as data; null and "-" are what Envoy writes for something absent. */
export type Line = {
  /** Milliseconds after `BEGIN`. */
  readonly at: number;
  /** Duration in milliseconds. */
  readonly took: number;
  readonly method: string;
  readonly path: string;
  readonly protocol: string;
  readonly code: number;
  /** As in a text line, e.g. `URX,UT`; "-" for none. */
  readonly flags: string;
  readonly details: string;
  readonly transport: string;
  readonly received: number;
  readonly sent: number;
  readonly forwardedFor: string;
  readonly id: string;
  readonly authority: string;
  readonly host: string;
  readonly cluster: string;
  /** UPSTREAM_LOCAL_ADDRESS: the proxy's own end of the connection to the upstream. */
  readonly own: string;
  /** DOWNSTREAM_LOCAL_ADDRESS. */
  readonly local: string;
  /** DOWNSTREAM_REMOTE_ADDRESS. */
  readonly peer: string;
  readonly serverName: string;
  readonly route: string;
  /** UPSTREAM_REQUEST_ATTEMPT_COUNT and the header x-envoy-attempt-count; only JSON lines tell them. */
  readonly attempts: number | null;
  readonly ordinal: number | null;
  readonly grpcStatus: number | null;
  /** ACCESS_LOG_TYPE; only JSON lines tell it. */
  readonly type: string | null;
};

/** An id whose traced digit is the usual 4. */
export const anId = "af3c10be-5d2f-4c1e-9a3b-0d4e5f6a7b8c";

/** The nth of many ids that differ from each other. */
export function idOf(nth: number): string {
  return `${nth.toString(16).padStart(8, "0")}-5d2f-4c1e-9a3b-0d4e5f6a7b8c`;
}

/** A line with dull values: a POST that the application answered, as the proxy before it logged it. */
export function aLine(values: Partial<Line> = {}): Line {
  return {
    at: 0,
    took: 40,
    method: "POST",
    path: "/payments",
    protocol: "HTTP/1.1",
    code: 201,
    flags: "-",
    details: "via_upstream",
    transport: "-",
    received: 120,
    sent: 24,
    forwardedFor: "-",
    id: anId,
    authority: "payments.prod",
    host: "10.0.2.1:8080",
    cluster: "outbound|8080||payments.prod.svc.cluster.local",
    own: "10.0.1.1:40001",
    local: "10.96.0.20:8080",
    peer: "10.0.1.1:50001",
    serverName: "-",
    route: "default",
    attempts: 1,
    ordinal: 1,
    grpcStatus: null,
    type: null,
    ...values,
  };
}

/** A line of the sidecar of the caller: the client side of the hop to payments. */
export function clientLine(values: Partial<Line> = {}): Line {
  const { attempts = 1 } = values;
  return aLine({ ordinal: attempts, ...values });
}

/** A line of a sidecar in front of payments, on the pod whose number is given: the server side of the same hop. */
export function serverLine(values: Partial<Line> & { readonly pod?: number } = {}): Line {
  const { pod = 1, ...others } = values;
  return aLine({
    at: 1,
    took: 38,
    host: `10.0.2.${pod}:8080`,
    cluster: "inbound|8080||",
    own: "127.0.0.6:41001",
    local: `10.0.2.${pod}:8080`,
    peer: "10.0.1.1:40001",
    serverName: "outbound_.8080_._.payments.prod.svc.cluster.local",
    ...others,
  });
}

/** What a server-side line says when the proxy before it gave the send up: the application had it, nobody knows more. */
export const cutOff = { code: 0, flags: "DC", details: "downstream_remote_disconnect", sent: 0 } as const;

/** What a client-side line says when every send was cut by the timeout of a single try. */
export const perTryTimeout = { code: 504, flags: "URX,UT", details: "upstream_per_try_timeout" } as const;

/** The line in Istio's default text format, which tells nothing of attempts. */
export function textOf(line: Line): string {
  const service = line.flags === "-" || line.details === "via_upstream" ? String(line.took) : "-";
  return (
    `[${new Date(BEGIN + line.at).toISOString()}] "${line.method} ${line.path} ${line.protocol}" ${line.code} ${line.flags} ` +
    `${line.details} - "${line.transport}" ${line.received} ${line.sent} ${line.took} ${service} "${line.forwardedFor}" "okhttp/5" ` +
    `"${line.id}" "${line.authority}" "${line.host}" ${line.cluster} ${line.own} ${line.local} ${line.peer} ${line.serverName} ${line.route}`
  );
}

/** The same in Envoy's default text format, which tells no side, no details and no address but the host's. */
export function envoyTextOf(line: Line): string {
  return (
    `[${new Date(BEGIN + line.at).toISOString()}] "${line.method} ${line.path} ${line.protocol}" ${line.code} ${line.flags} ` +
    `${line.received} ${line.sent} ${line.took} ${line.took} "${line.forwardedFor}" "okhttp/5" "${line.id}" "${line.authority}" "${line.host}"`
  );
}

/** The same in Istio's JSON format with both attempt fields, and with the flags in the other order, since they are a set. */
export function jsonOf(line: Line): string {
  const text = (value: string): string | null => (value === "-" ? null : value);
  return JSON.stringify({
    ...(line.type === null ? {} : { access_log_type: line.type }),
    attempt_count: line.attempts,
    attempt_ordinal: line.ordinal,
    authority: line.authority,
    bytes_received: line.received,
    bytes_sent: line.sent,
    connection_termination_details: null,
    downstream_local_address: line.local,
    downstream_remote_address: line.peer,
    duration: line.took,
    grpc_status: line.grpcStatus,
    method: line.method,
    path: line.path,
    protocol: line.protocol,
    request_id: text(line.id),
    requested_server_name: text(line.serverName),
    response_code: line.code,
    response_code_details: line.details,
    response_flags: line.flags.split(",").reverse().join(","),
    route_name: text(line.route),
    start_time: new Date(BEGIN + line.at).toISOString(),
    upstream_cluster: text(line.cluster),
    upstream_host: text(line.host),
    upstream_local_address: text(line.own),
    upstream_service_time: line.flags === "-" || line.details === "via_upstream" ? String(line.took) : null,
    upstream_transport_failure_reason: text(line.transport),
    user_agent: "okhttp/5",
    x_forwarded_for: text(line.forwardedFor),
  });
}
