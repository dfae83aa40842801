import { join } from "node:path";
import type { Endpoint, Gateway, Mesh, Pod } from "../topology/mesh.ts";
import { typed, type JsonObject } from "../json.ts";
import { requestLogs, sendLogs } from "./access-logs.ts";
import { authorization, connectionManager, fault } from "./connection-manager.ts";
import { inboundRoutes, routesFromFile, sidecarRoutes } from "./routes.ts";

/** What the listeners of one proxy need to know of the run. */
export interface ListenerContext {
  readonly mesh: Mesh;
  readonly captureDir: string;
  readonly certificateDir: string;
  /** The file that holds the gateways' routes. */
  readonly gatewayRoutesFile: string;
}

/** A gateway's two listeners, plain and TLS; the log goes nowhere when `isLogged` is false. */
export function gatewayListeners(context: ListenerContext, gateway: Gateway, isLogged: boolean): readonly JsonObject[] {
  const logs = isLogged ? requestLogs(context.captureDir, gateway.name) : [];
  const sends = isLogged ? sendLogs(context.captureDir, gateway.name) : [];
  // Istio's gateways trust no one in front of them, so they replace request ids. Source: istio/istio `pilot/pkg/networking/core/gateway.go`.
  const manager = connectionManager(
    "outbound_0.0.0.0_8080",
    { rds: routesFromFile(context.gatewayRoutesFile) },
    {
      logs,
      sends,
      knowsCaller: true,
      isTraced: false,
      filters: [fault],
    },
  );
  return [
    listener("0.0.0.0_8080", gateway.plain, [{ filters: [manager] }], []),
    listener(
      "0.0.0.0_8443",
      gateway.tls,
      [{ filters: [manager], transport_socket: serverTls(context, ["h2", "http/1.1"]) }],
      [tlsInspector],
    ),
  ];
}

/** The listener that an application's calls go through. */
export function outboundListener(context: ListenerContext, pod: Pod): JsonObject {
  const writes = {
    logs: requestLogs(context.captureDir, pod.name),
    sends: sendLogs(context.captureDir, pod.name),
    knowsCaller: false,
    isTraced: false,
    filters: [fault],
  };
  const manager = connectionManager("outbound_0.0.0.0_8080", { route_config: sidecarRoutes(context.mesh) }, writes);
  // Stands in for iptables and SO_ORIGINAL_DST: the application says in a PROXY header which service address it meant to reach.
  const originalAddress = {
    name: "envoy.filters.listener.proxy_protocol",
    typed_config: typed("envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol"),
  };
  return listener("virtualOutbound", pod.outbound, [{ filters: [manager] }], [originalAddress]);
}

/** The listener in front of an application; takes TLS with a mesh SNI, and plain text as Istio's PERMISSIVE mode does. */
export function inboundListener(context: ListenerContext, pod: Pod): JsonObject {
  const writes = {
    logs: requestLogs(context.captureDir, pod.name),
    sends: [],
    knowsCaller: false,
    isTraced: pod.service.isTraced,
    filters: [authorization],
  };
  const manager = connectionManager(
    `inbound_0.0.0.0_${pod.service.port}`,
    { route_config: inboundRoutes(pod.service) },
    writes,
  );
  const plain = { filter_chain_match: { transport_protocol: "raw_buffer" }, filters: [manager] };
  const alpn = pod.service.protocol === "http1" ? ["http/1.1"] : ["h2"];
  const secured = {
    filter_chain_match: { transport_protocol: "tls" },
    filters: [manager],
    transport_socket: serverTls(context, alpn),
  };
  return listener("virtualInbound", pod.served, pod.service.tls ? [secured, plain] : [plain], [tlsInspector]);
}

/** Reads the SNI; without it `%REQUESTED_SERVER_NAME%` stays empty. */
const tlsInspector: JsonObject = {
  name: "envoy.filters.listener.tls_inspector",
  typed_config: typed("envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector"),
};

function listener(
  name: string,
  at: Endpoint,
  chains: readonly JsonObject[],
  listenerFilters: readonly JsonObject[],
): JsonObject {
  return {
    name,
    address: { socket_address: { address: at.ip, port_value: at.port } },
    filter_chains: chains,
    listener_filters: listenerFilters,
  };
}

function serverTls({ certificateDir }: ListenerContext, alpn: readonly string[]): JsonObject {
  const certificate = {
    certificate_chain: { filename: join(certificateDir, "cert.pem") },
    private_key: { filename: join(certificateDir, "key.pem") },
  };
  const tls = typed("envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext", {
    common_tls_context: { tls_certificates: [certificate], alpn_protocols: alpn },
  });
  return { name: "envoy.transport_sockets.tls", typed_config: tls };
}
