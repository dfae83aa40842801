import { clusterName, destinations, sniOf, type Destination } from "../topology/destinations.ts";
import type { Endpoint, Mesh, Pod } from "../topology/mesh.ts";
import type { Service } from "../topology/services.ts";
import { typed, type JsonObject } from "../json.ts";

/** Istio writes 2^32-1 into every breaker, retries included. Source: istio/istio `pilot/pkg/networking/core/cluster_traffic_policy.go`. */
const unlimited = 4_294_967_295;

/** The clusters of a client-side proxy that sends from this address. */
export function outboundClusters(mesh: Mesh, fromIp: string): readonly JsonObject[] {
  return destinations.map((destination) => ({
    name: clusterName(destination.service, destination.subset),
    ...cluster(destination.targets(mesh), destination.service.protocol, fromIp, destination.maxStreamDurationMs),
    connect_timeout: `${destination.connectTimeoutMs / 1000}s`,
    circuit_breakers: breakers(destination),
    ...(destination.tls ? { transport_socket: clientTls(destination) } : {}),
    ...(destination.ejects
      ? { outlier_detection: ejection, common_lb_config: { healthy_panic_threshold: { value: 0 } } }
      : {}),
  }));
}

/** The cluster from an inbound sidecar to its application; it sends from 127.0.0.6 as Istio's does. */
export function inboundCluster(pod: Pod): JsonObject {
  return {
    name: `inbound|${pod.service.port}||`,
    ...cluster([pod.app], pod.service.appProtocol, "127.0.0.6"),
    connect_timeout: "10s",
    circuit_breakers: {
      thresholds: [
        {
          max_connections: unlimited,
          max_pending_requests: unlimited,
          max_requests: unlimited,
          max_retries: unlimited,
        },
      ],
    },
  };
}

/** Where traces would go; nobody listens there. */
export function tracingCluster(mesh: Mesh): JsonObject {
  return { name: "zipkin", ...cluster([mesh.dead], "grpc", mesh.gateway.ip), connect_timeout: "1s" };
}

/** Runtime values that put the destinations in maintenance mode which ask for it. */
export function maintenanceRuntime(): JsonObject {
  const keys = destinations
    .filter((destination) => destination.inMaintenance)
    .map((destination) => `upstream.maintenance_mode.${clusterName(destination.service, destination.subset)}`);
  return Object.fromEntries(keys.map((key) => [key, 100]));
}

const ejection: JsonObject = {
  consecutive_5xx: 1,
  consecutive_gateway_failure: 1,
  enforcing_consecutive_5xx: 100,
  enforcing_consecutive_gateway_failure: 100,
  interval: "0.05s",
  base_ejection_time: "0.15s",
  max_ejection_time: "0.15s",
  max_ejection_percent: 100,
};

const httpOptions = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

function cluster(
  targets: readonly Endpoint[],
  speaks: Service["protocol"],
  fromIp: string,
  maxStreamDurationMs?: number,
): JsonObject {
  const protocol = speaks === "http1" ? { http_protocol_options: {} } : { http2_protocol_options: {} };
  const limit =
    maxStreamDurationMs === undefined
      ? {}
      : { common_http_protocol_options: { max_stream_duration: `${maxStreamDurationMs / 1000}s` } };
  return {
    type: "STATIC",
    lb_policy: "LEAST_REQUEST",
    load_assignment: { cluster_name: "static", endpoints: [{ lb_endpoints: targets.map(lbEndpoint) }] },
    upstream_bind_config: { source_address: { address: fromIp, port_value: 0 } },
    typed_extension_protocol_options: {
      [httpOptions]: typed(httpOptions, { explicit_http_config: protocol, ...limit }),
    },
  };
}

function lbEndpoint({ ip, port }: Endpoint): JsonObject {
  return { endpoint: { address: { socket_address: { address: ip, port_value: port } } } };
}

function breakers(destination: Destination): JsonObject {
  const budget = destination.retryBudget;
  const threshold = {
    max_connections: destination.maxConnections ?? unlimited,
    max_pending_requests: destination.maxPendingRequests ?? unlimited,
    max_requests: unlimited,
    ...(budget === undefined
      ? { max_retries: destination.maxRetries ?? unlimited }
      : { retry_budget: { budget_percent: { value: budget.percent }, min_retry_concurrency: budget.atLeast } }),
  };
  return { thresholds: [threshold] };
}

function clientTls({ service, subset }: Destination): JsonObject {
  const alpn = service.protocol === "http1" ? "http/1.1" : "h2";
  const context = typed("envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext", {
    sni: sniOf(service, subset),
    common_tls_context: { alpn_protocols: [alpn] },
  });
  return { name: "envoy.transport_sockets.tls", typed_config: context };
}
