import { publicHost } from "../envoy/routes.ts";
import { podsOf, serviceNamed, virtualIp, type Endpoint, type Mesh, type Pod } from "../topology/mesh.ts";
import { hostOf, type Service } from "../topology/services.ts";
import { http1TlsTransport, http1Transport } from "./http1-transport.ts";
import { http2Transport, openTlsForHttp2 } from "./http2-transport.ts";
import { connectWithProxyLine, ProxyAgent } from "./proxy-agent.ts";
import type { Transport } from "./transport.ts";

/** A place where callers hand requests to a proxy. */
export interface Channel {
  /** The caller's name in a hop: `gateway`, `edge`, or the workload whose sidecar it is. */
  readonly caller: string;
  /** The proxy whose log has a line for each request; null when nobody keeps it. */
  readonly proxy: string | null;
  readonly authority: (service: string) => string;
  readonly transport: (service: string) => Transport;
  /** The caller's address, or null when any outside client may use this channel. */
  readonly from: string | null;
}

/** All channels of a mesh. */
export interface Channels {
  readonly gateway: Channel;
  readonly gatewayTls: Channel;
  readonly gatewayHttp2: Channel;
  /** Through the proxy that nobody logs. */
  readonly edge: Channel;
  readonly batch: Channel;
  /** Straight to the proxy in front of a service's first pod, as kubelet and a load balancer outside the mesh do: nobody logs the client side. */
  readonly direct: (service: string) => Channel;
  /** The outbound sidecar of a pod. */
  readonly sidecar: (pod: Pod) => Channel;
  readonly close: () => void;
}

/** Channels to the proxies of this mesh. */
export function openChannels(mesh: Mesh): Channels {
  const open: Transport[] = [];
  const kept = (transport: Transport): Transport => {
    open.push(transport);
    return transport;
  };
  const outside = (caller: string, proxy: string | null, transport: Transport): Channel => {
    kept(transport);
    return { caller, proxy, authority: () => publicHost, transport: () => transport, from: null };
  };
  const sidecars = new Map<string, Channel>();
  const sidecar = (pod: Pod): Channel => {
    const channel = sidecars.get(pod.name) ?? sidecarChannel(mesh, pod, kept);
    sidecars.set(pod.name, channel);
    return channel;
  };
  const directs = new Map<string, Channel>();
  const direct = (service: string): Channel => {
    const pod = podsOf(mesh, service)[0];
    if (pod === undefined) throw new Error(`service "${service}" has no pod`);
    const channel = directs.get(service) ?? {
      ...outside("direct", null, http1Transport(pod.served)),
      authority: hostOf,
    };
    directs.set(service, channel);
    return channel;
  };
  const batch = podsOf(mesh, "batch")[0];
  if (batch === undefined) throw new Error("the mesh has no batch pod");
  const { gateway, edge } = mesh;
  return {
    gateway: outside("gateway", gateway.name, http1Transport(gateway.plain)),
    gatewayTls: outside("gateway", gateway.name, http1TlsTransport(gateway.tls)),
    gatewayHttp2: outside(
      "gateway",
      gateway.name,
      http2Transport((from) => openTlsForHttp2(gateway.tls, from, publicHost), false),
    ),
    edge: outside("edge", null, http1Transport(edge.plain)),
    batch: sidecar(batch),
    direct,
    sidecar,
    close: () => open.forEach((transport) => transport.close()),
  };
}

function sidecarChannel(mesh: Mesh, pod: Pod, kept: (transport: Transport) => Transport): Channel {
  const transports = new Map<string, Transport>();
  const transport = (name: string): Transport => {
    const known = transports.get(name);
    if (known !== undefined) return known;
    const opened = kept(
      sidecarTransport(pod, serviceNamed(name), {
        ip: virtualIp(mesh, serviceNamed(name)),
        port: serviceNamed(name).port,
      }),
    );
    transports.set(name, opened);
    return opened;
  };
  const authority = (name: string): string => `${hostOf(name)}:${serviceNamed(name).port}`;
  return { caller: pod.service.name, proxy: pod.name, authority, transport, from: pod.ip };
}

function sidecarTransport(pod: Pod, service: Service, toward: Endpoint): Transport {
  if (service.protocol !== "grpc") return http1Transport(pod.outbound, new ProxyAgent(pod.ip, pod.outbound, toward));
  return http2Transport((from) => connectWithProxyLine(from, pod.outbound, toward, () => {}), true);
}
