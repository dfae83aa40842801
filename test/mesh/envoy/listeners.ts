import { join } from 'node:path';
import type { Endpoint, Gateway, Mesh, Pod } from '../topology/mesh.ts';
import { typed, type JsonObject } from '../json.ts';
import { requestLogs, sendLogs } from './access-logs.ts';
import { gatewayRoutes, inboundRoutes, sidecarRoutes } from './routes.ts';

/** What the listeners of one proxy need to know of the run. */
export interface ListenerContext {
  readonly mesh: Mesh;
  readonly captureDir: string;
  readonly certificateDir: string;
}

/** A gateway's two listeners, plain and TLS; the log goes nowhere when `isLogged` is false. */
export function gatewayListeners(context: ListenerContext, gateway: Gateway, isLogged: boolean): readonly JsonObject[] {
  const logs = isLogged ? requestLogs(context.captureDir, gateway.name) : [];
  const sends = isLogged ? sendLogs(context.captureDir, gateway.name) : [];
  // Istio's gateways trust no one in front of them, so they replace request ids. Source: istio/istio `pilot/pkg/networking/core/gateway.go`.
  const manager = connectionManager('outbound_0.0.0.0_8080', gatewayRoutes(), { logs, sends, knowsCaller: true, isTraced: false, filters: [fault] });
  return [
    listener('0.0.0.0_8080', gateway.plain, [{ filters: [manager] }], []),
    listener('0.0.0.0_8443', gateway.tls, [{ filters: [manager], transport_socket: serverTls(context, ['h2', 'http/1.1']) }], [tlsInspector]),
  ];
}

/** The listener that an application's calls go through. */
export function outboundListener(context: ListenerContext, pod: Pod): JsonObject {
  const writes = { logs: requestLogs(context.captureDir, pod.name), sends: sendLogs(context.captureDir, pod.name), knowsCaller: false, isTraced: false, filters: [fault] };
  const manager = connectionManager('outbound_0.0.0.0_8080', sidecarRoutes(context.mesh), writes);
  // Stands in for iptables and SO_ORIGINAL_DST: the application says in a PROXY header which service address it meant to reach.
  const originalAddress = { name: 'envoy.filters.listener.proxy_protocol', typed_config: typed('envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol') };
  return listener('virtualOutbound', pod.outbound, [{ filters: [manager] }], [originalAddress]);
}

/** The listener in front of an application; takes TLS with a mesh SNI, and plain text as Istio's PERMISSIVE mode does. */
export function inboundListener(context: ListenerContext, pod: Pod): JsonObject {
  const writes = { logs: requestLogs(context.captureDir, pod.name), sends: [], knowsCaller: false, isTraced: pod.service.isTraced, filters: [authorization] };
  const manager = connectionManager(`inbound_0.0.0.0_${pod.service.port}`, inboundRoutes(pod.service), writes);
  const plain = { filter_chain_match: { transport_protocol: 'raw_buffer' }, filters: [manager] };
  const alpn = pod.service.protocol === 'http1' ? ['http/1.1'] : ['h2'];
  const secured = { filter_chain_match: { transport_protocol: 'tls' }, filters: [manager], transport_socket: serverTls(context, alpn) };
  return listener('virtualInbound', pod.served, pod.service.tls ? [secured, plain] : [plain], [tlsInspector]);
}

/** Reads the SNI; without it `%REQUESTED_SERVER_NAME%` stays empty. */
const tlsInspector: JsonObject = { name: 'envoy.filters.listener.tls_inspector', typed_config: typed('envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector') };

interface Writes {
  readonly logs: readonly JsonObject[];
  readonly sends: readonly JsonObject[];
  /** Envoy's use_remote_address: whether this proxy stands at the edge. */
  readonly knowsCaller: boolean;
  readonly isTraced: boolean;
  /** The filters before the router. */
  readonly filters: readonly JsonObject[];
}

/** Does nothing but where a route tells it to. */
const fault: JsonObject = { name: 'envoy.filters.http.fault', typed_config: typed('envoy.extensions.filters.http.fault.v3.HTTPFault') };

/** What Istio makes of an AuthorizationPolicy named `deny-forbidden`. Source: istio/istio `pilot/pkg/security/authz/builder/builder.go`. */
const authorization: JsonObject = {
  name: 'envoy.filters.http.rbac',
  typed_config: typed('envoy.extensions.filters.http.rbac.v3.RBAC', {
    rules: {
      action: 'DENY',
      policies: { 'ns[prod]-policy[deny-forbidden]-rule[0]': { permissions: [{ url_path: { path: { prefix: '/accounts/forbidden' } } }], principals: [{ any: true }] } },
    },
  }),
};

/** Samples every request: the character at index 14 of a request id becomes 9. Source: envoyproxy/envoy `source/extensions/request_id/uuid/config.cc`. */
const tracing: JsonObject = {
  random_sampling: { value: 100 },
  provider: {
    name: 'envoy.tracers.opentelemetry',
    typed_config: typed('envoy.config.trace.v3.OpenTelemetryConfig', { service_name: 'laboratory', grpc_service: { envoy_grpc: { cluster_name: 'zipkin' }, timeout: '0.25s' } }),
  },
};

function connectionManager(statPrefix: string, routeConfig: JsonObject, { logs, sends, knowsCaller, isTraced, filters }: Writes): JsonObject {
  const router = typed('envoy.extensions.filters.http.router.v3.Router', sends.length === 0 ? {} : { upstream_log: sends });
  const settings = typed('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
    stat_prefix: statPrefix,
    codec_type: 'AUTO',
    server_name: 'istio-envoy',
    use_remote_address: knowsCaller,
    normalize_path: true,
    stream_idle_timeout: '0s',
    route_config: routeConfig,
    http_filters: [...filters, { name: 'envoy.filters.http.router', typed_config: router }],
    access_log: logs,
    ...(isTraced ? { tracing } : {}),
  });
  return { name: 'envoy.filters.network.http_connection_manager', typed_config: settings };
}

function listener(name: string, at: Endpoint, chains: readonly JsonObject[], listenerFilters: readonly JsonObject[]): JsonObject {
  return { name, address: { socket_address: { address: at.ip, port_value: at.port } }, filter_chains: chains, listener_filters: listenerFilters };
}

function serverTls({ certificateDir }: ListenerContext, alpn: readonly string[]): JsonObject {
  const certificate = { certificate_chain: { filename: join(certificateDir, 'cert.pem') }, private_key: { filename: join(certificateDir, 'key.pem') } };
  const tls = typed('envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext', { common_tls_context: { tls_certificates: [certificate], alpn_protocols: alpn } });
  return { name: 'envoy.transport_sockets.tls', typed_config: tls };
}
