/** Whether the upstream of the proxy that wrote the line may have run the last send. `yes`: it answered. */
export type MayHaveRun = "no" | "maybe" | "likely" | "yes";

/** What one of Envoy's short response flags says. */
export type ResponseFlag = {
  readonly flag: string;
  /** As `RESPONSE_FLAGS_LONG` prints it. */
  readonly longName: string;
  /** The field of ALS's `ResponseFlags`, or null where the message has none. */
  readonly alsField: string | null;
  readonly about: string;
  /** Of the last send only; what ran before it, the flag does not say. */
  readonly mayHaveRun: MayHaveRun;
  /** What it says of retries beyond that, or null. */
  readonly retry: string | null;
};

const flag = (
  short: string,
  longName: string,
  alsField: string | null,
  mayHaveRun: MayHaveRun,
  about: string,
  retry: string | null = null,
): ResponseFlag => ({ flag: short, longName, alsField, mayHaveRun, about, retry });

/**
 * Envoy's core flags. Extensions may register more (since 1.30).
 *
 * Source: envoyproxy/envoy source/common/stream_info/utility.h and api/envoy/data/accesslog/v3/accesslog.proto at 1.37
 */
export const responseFlags: readonly ResponseFlag[] = [
  flag(
    "LH",
    "FailedLocalHealthCheck",
    "failed_local_healthcheck",
    "no",
    "the local service failed its health check: 503",
  ),
  flag(
    "UH",
    "NoHealthyUpstream",
    "no_healthy_upstream",
    "no",
    "no healthy host to choose: 503",
    "with an upstream_host, an earlier send was delivered",
  ),
  flag(
    "UT",
    "UpstreamRequestTimeout",
    "upstream_request_timeout",
    "likely",
    "the route's or the per-try timeout: 504",
    "the upstream may still be at work when the next send begins",
  ),
  flag("LR", "LocalReset", "local_reset", "maybe", "this proxy reset the upstream stream: 503"),
  flag(
    "UR",
    "UpstreamRemoteReset",
    "upstream_remote_reset",
    "maybe",
    "the upstream reset the stream: 503",
    "remote_refused_stream_reset means that it did not run",
  ),
  flag("UF", "UpstreamConnectionFailure", "upstream_connection_failure", "no", "no connection to the upstream: 503"),
  flag(
    "UC",
    "UpstreamConnectionTermination",
    "upstream_connection_termination",
    "maybe",
    "the upstream closed the connection while it was in use: 503",
  ),
  flag(
    "UO",
    "UpstreamOverflow",
    "upstream_overflow",
    "no",
    "a circuit breaker is open: 503",
    "also set when the breaker or the retry budget forbade a retry: then an earlier send was made",
  ),
  flag("NR", "NoRouteFound", "no_route_found", "no", "no route (404) or no filter chain"),
  flag("DI", "DelayInjected", "delay_injected", "maybe", "the fault filter delayed the request, which then went on"),
  flag("FI", "FaultInjected", "fault_injected", "no", "the fault filter answered"),
  flag("RL", "RateLimited", "rate_limited", "no", "rate limited: 429"),
  flag(
    "UAEX",
    "UnauthorizedExternalService",
    "unauthorized_details",
    "no",
    "the external authorization service denied it",
  ),
  flag(
    "RLSE",
    "RateLimitServiceError",
    "rate_limit_service_error",
    "no",
    "the rate limit service failed, and failures are not let through",
  ),
  flag(
    "DC",
    "DownstreamConnectionTermination",
    "downstream_connection_termination",
    "maybe",
    "the caller went away",
    "on the server side, often a send that the client side cut off at its per-try timeout",
  ),
  flag(
    "URX",
    "UpstreamRetryLimitExceeded",
    "upstream_retry_limit_exceeded",
    "maybe",
    "the retry limit was reached, or for TCP all connection attempts were used up",
    "this proxy sent the request more than once, or would have if its policy allowed it",
  ),
  flag("SI", "StreamIdleTimeout", "stream_idle_timeout", "maybe", "nothing moved on the stream: 408 or 504"),
  flag(
    "IH",
    "InvalidEnvoyRequestHeaders",
    "invalid_envoy_request_headers",
    "no",
    "a strictly checked header was bad: 400",
  ),
  flag(
    "DPE",
    "DownstreamProtocolError",
    "downstream_protocol_error",
    "no",
    "the caller spoke bad HTTP",
    "maybe it ran where the error was in the middle of the body",
  ),
  flag(
    "UMSDR",
    "UpstreamMaxStreamDurationReached",
    "upstream_max_stream_duration_reached",
    "likely",
    "the upstream stream took longer than it may",
  ),
  flag("RFCF", "ResponseFromCacheFilter", "response_from_cache_filter", "no", "answered by the cache filter"),
  flag("NFCF", "NoFilterConfigFound", "no_filter_config_found", "no", "a filter's configuration was missing"),
  flag("DT", "DurationTimeout", "duration_timeout", "maybe", "the connection reached its greatest duration"),
  flag(
    "UPE",
    "UpstreamProtocolError",
    "upstream_protocol_error",
    "likely",
    "the upstream answered in bad HTTP: 502, or the code it had begun with",
  ),
  flag("NC", "NoClusterFound", "no_cluster_found", "no", "the cluster does not exist: 503"),
  flag("OM", "OverloadManagerTerminated", "overload_manager", "maybe", "the overload manager ended the stream"),
  flag("DF", "DnsResolutionFailed", "dns_resolution_failure", "no", "the upstream's name did not resolve"),
  flag("DO", "DropOverload", null, "no", "dropped by an overload policy: 503"),
  flag(
    "DR",
    "DownstreamRemoteReset",
    "downstream_remote_reset",
    "maybe",
    "the caller reset the stream",
    "on the server side, often a send that the client side cut off at its per-try timeout",
  ),
  flag("UDO", "UnconditionalDropOverload", null, "no", "dropped by an overload policy that drops everything: 503"),
];

const shortNames: ReadonlyMap<string, string> = new Map(
  responseFlags.map(({ longName, flag: short }) => [longName, short]),
);

/** The short flags of a list of long ones, in their order; a name that is not known stays as it is. */
export function shortFlags(text: string): string {
  return text
    .split(",")
    .map((name) => shortNames.get(name) ?? name)
    .join(",");
}
