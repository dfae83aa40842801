import type { MayHaveRun } from "./response-flags.ts";

/** What a value of RESPONSE_CODE_DETAILS says. */
export type DetailsMeaning = {
  readonly about: string;
  /** Whether the application may have run the send that the line is about. */
  readonly mayHaveRun: MayHaveRun;
  /** The reason in braces, without the transport's text, or null. */
  readonly reason: string | null;
  /** What the transport said, with the number of its error in words, or null. */
  readonly transport: string | null;
};

type Row = readonly [about: string, mayHaveRun: MayHaveRun];

/** By name, as far as the brace or bracket. A name that ends in "*" stands for all that begin so. */
const names: ReadonlyMap<string, Row> = new Map<string, Row>(
  Object.entries({
    via_upstream: [
      "the status came from the upstream: on a server-side line from the application, on a client-side line perhaps from its sidecar",
      "yes",
    ],
    direct_response: ["the route's configuration answered", "no"],
    upstream_reset_before_response_started: ["the upstream stream ended before an answer began", "maybe"],
    upstream_reset_after_response_started: ["the upstream's answer was cut off after it began", "yes"],
    upstream_per_try_timeout: ["the last send met the per-try timeout", "likely"],
    upstream_per_try_idle_timeout: ["the last send was idle for longer than it may be", "likely"],
    response_timeout: ["the route's timeout", "likely"],
    upstream_response_timeout: ["the route's timeout", "likely"],
    upstream_max_stream_duration_reached: ["the upstream stream took longer than it may", "likely"],
    max_duration_timeout: ["the stream took longer than it may", "maybe"],
    duration_timeout: ["the connection reached its greatest duration", "maybe"],
    stream_idle_timeout: ["nothing moved on the stream", "maybe"],
    request_overall_timeout: ["the request did not arrive in time", "maybe"],
    request_header_timeout: ["the request's headers did not arrive in time", "no"],
    downstream_remote_disconnect: ["the caller closed its connection", "maybe"],
    downstream_local_disconnect: ["the proxy closed the caller's connection", "maybe"],
    "http2.remote_reset": ["the caller reset the stream", "maybe"],
    "http2.remote_refuse": ["the caller refused the stream", "maybe"],
    "http3.remote_reset": ["the caller reset the stream", "maybe"],
    no_healthy_upstream: [
      "no healthy host to choose; earlier sends are possible where the attempt count is above 1",
      "no",
    ],
    cluster_not_found: ["the route's cluster does not exist", "no"],
    route_not_found: ["no route", "no"],
    route_configuration_not_found: ["no route configuration", "no"],
    filter_chain_not_found: ["no filter chain", "no"],
    maintenance_mode: ["the cluster is in maintenance", "no"],
    drop_overload: ["dropped by an overload policy", "no"],
    unconditional_drop_overload: ["dropped by an overload policy that drops everything", "no"],
    overload: ["the proxy is overloaded", "no"],
    request_payload_exceeded_retry_buffer_limit: [
      "the body outgrew the retry buffer, so the failed send could not be sent again",
      "maybe",
    ],
    request_payload_too_large: ["the body is larger than the proxy takes", "no"],
    response_payload_too_large: ["the answer is larger than the proxy takes", "yes"],
    internal_redirect: ["the upstream answered with a redirect that the proxy follows: a second line follows", "yes"],
    filter_removed_required_request_headers: ["a filter removed a header that must be there", "no"],
    request_headers_failed_strict_check: ["a strictly checked header was bad", "no"],
    missing_host_header: ["the request has no host", "no"],
    "rbac_access_denied*": ["an authorization policy denied it", "no"],
    "ext_authz*": ["the external authorization service denied it or failed", "no"],
    "rate_limited*": ["rate limited", "no"],
    "request_rate_limited*": ["rate limited", "no"],
    local_rate_limited: ["rate limited by this proxy", "no"],
    fault_filter_abort: ["the fault filter answered", "no"],
    "jwt_authn*": ["the token was refused", "no"],
    "http1.*": ["bad HTTP/1", "no"],
    "http2.*": ["bad HTTP/2", "no"],
    "http3.*": ["bad HTTP/3", "no"],
  }),
);

/** Why a stream was reset (inside the braces). */
const reasons: ReadonlyMap<string, Row> = new Map<string, Row>(
  Object.entries({
    connection_failure: ["no connection to the upstream", "no"],
    local_connection_failure: ["this side could not connect", "no"],
    remote_connection_failure: ["the upstream's side refused the connection", "no"],
    connection_timeout: ["the connection did not come about in time", "no"],
    overflow: ["a circuit breaker is open", "no"],
    remote_refused_stream_reset: ["the upstream refused the stream", "no"],
    local_refused_stream_reset: ["this proxy refused the stream", "no"],
    connection_termination: ["the upstream closed the connection", "maybe"],
    remote_reset: ["the upstream reset the stream", "maybe"],
    local_reset: ["this proxy reset the stream", "maybe"],
    protocol_error: ["the upstream answered in bad HTTP", "likely"],
    overload_manager_reset: ["the overload manager reset the stream", "maybe"],
  }),
);

/** Numbers of Linux that older builds print in place of the text (Envoy commit 089876e94f). */
const systemErrors: ReadonlyMap<string, string> = new Map<string, string>(
  Object.entries({
    "110": "timed out",
    "111": "connection refused",
    "113": "no route to host",
  }),
);

/**
 * What a value of RESPONSE_CODE_DETAILS means; null for one that is not known, which may mean anything.
 *
 * Source: envoyproxy/envoy envoy/stream_info/stream_info.h at 1.37; the list is not stable by contract.
 */
export function meaningOfDetails(text: string): DetailsMeaning | null {
  const [, name = "", inside] = /^([^{[(]*)(?:[{[(](.*))?$/s.exec(text) ?? [];
  const row = names.get(name) ?? beginning(name);
  if (row === undefined) return null;
  const [about, mayHaveRun] = row;
  if (inside === undefined || !text.includes("{")) return { about, mayHaveRun, reason: null, transport: null };
  // The transport's text can hold both separators itself: only the first one counts.
  const [, reason = "", transport] = /^([^,|}]*)(?:[,|](.*))?$/s.exec(inside.replace(/\}$/, "")) ?? [];
  const why = reasons.get(reason.replaceAll(" ", "_"));
  const isBefore = name === "upstream_reset_before_response_started";
  return {
    about: why === undefined ? about : `${about}: ${why[0]}`,
    mayHaveRun: isBefore && why !== undefined ? why[1] : mayHaveRun,
    reason: reason || null,
    transport: transport === undefined ? null : inWords(transport),
  };
}

function beginning(name: string): Row | undefined {
  const found = [...names].find(([known]) => known.endsWith("*") && name.startsWith(known.slice(0, -1)));
  return found?.[1];
}

function inWords(transport: string): string {
  const number = /^delayed_connect_error:_?(\d+)$/.exec(transport)?.[1];
  const words = number === undefined ? undefined : systemErrors.get(number);
  return words === undefined ? transport : `${transport} (${words})`;
}
