import { adminPort, type Gateway, type Mesh, type Pod } from "../topology/mesh.ts";
import type { JsonObject } from "../json.ts";
import { inboundCluster, maintenanceRuntime, outboundClusters, tracingCluster } from "./clusters.ts";
import { gatewayListeners, inboundListener, outboundListener, type ListenerContext } from "./listeners.ts";

/** One proxy to start: its name and its whole configuration. */
export interface Proxy {
  readonly name: string;
  readonly ip: string;
  readonly bootstrap: JsonObject;
}

/** Every proxy of the laboratory: the logged gateway, the one that nobody logs, and a sidecar for each pod that has one. */
export function allProxies(context: ListenerContext): readonly Proxy[] {
  const { mesh } = context;
  const gateways = [gatewayProxy(context, mesh.gateway, true), gatewayProxy(context, mesh.edge, false)];
  return [...gateways, ...mesh.pods.filter((pod) => pod.service.sidecars).map((pod) => sidecarProxy(context, pod))];
}

function gatewayProxy(context: ListenerContext, gateway: Gateway, isLogged: boolean): Proxy {
  return proxy(context.mesh, gateway.name, gateway.ip, gatewayListeners(context, gateway, isLogged), []);
}

function sidecarProxy(context: ListenerContext, pod: Pod): Proxy {
  return proxy(
    context.mesh,
    pod.name,
    pod.ip,
    [inboundListener(context, pod), outboundListener(context, pod)],
    [inboundCluster(pod), tracingCluster(context.mesh)],
  );
}

function proxy(
  mesh: Mesh,
  name: string,
  ip: string,
  listeners: readonly JsonObject[],
  ownClusters: readonly JsonObject[],
): Proxy {
  const bootstrap = {
    node: { id: `sidecar~${ip}~${name}.prod~prod.svc.cluster.local`, cluster: `${name}.prod` },
    admin: { address: { socket_address: { address: ip, port_value: adminPort } } },
    static_resources: { listeners, clusters: [...ownClusters, ...outboundClusters(mesh, ip)] },
    layered_runtime: { layers: [{ name: "laboratory", static_layer: maintenanceRuntime() }] },
  };
  return { name, ip, bootstrap };
}
