import { createServer } from "node:net";
import { services, type PodSpec, type Service } from "./services.ts";

/** Where something listens. */
export interface Endpoint {
  readonly ip: string;
  readonly port: number;
}

/** A pod with its loopback address. */
export interface Pod extends PodSpec {
  readonly service: Service;
  readonly ip: string;
  /** Where other pods send to: the inbound listener of its proxy, or the application itself where there is no proxy. */
  readonly served: Endpoint;
  readonly app: Endpoint;
  /** The outbound listener of its proxy, which takes the PROXY protocol in place of Istio's iptables. */
  readonly outbound: Endpoint;
}

/** Everything that has an address, in one block 127.N.0.0/16. */
export interface Mesh {
  readonly block: number;
  readonly pods: readonly Pod[];
  readonly gateway: Gateway;
  /** A retrying proxy whose log nobody kept: what stands behind it has server-side lines only. */
  readonly edge: Gateway;
  /** An address where nothing listens. */
  readonly dead: Endpoint;
  /** An address where something accepts connections and never says a word. */
  readonly silent: Endpoint;
  /** Addresses that callers from outside the mesh send from. */
  readonly clients: readonly string[];
}

/** A gateway proxy and its two listeners. */
export interface Gateway {
  readonly name: string;
  readonly ip: string;
  readonly plain: Endpoint;
  readonly tls: Endpoint;
}

/** The port of every proxy's admin listener. */
export const adminPort = 15000;

/** The mesh placed in the first loopback block of which every address is free. */
export async function placeMesh(firstBlock: number): Promise<Mesh> {
  for (let step = 0; step < 200; step += 1) {
    const mesh = meshIn(10 + ((firstBlock + step) % 200));
    if (await areFree(endpointsOf(mesh))) return mesh;
  }
  throw new Error("no free block of loopback addresses between 127.10.0.0 and 127.209.0.0");
}

/** The address that stands for a service before load balancing, as a Kubernetes ClusterIP does. */
export function virtualIp(mesh: Mesh, service: Service): string {
  return `127.${mesh.block}.200.${services.indexOf(service) + 1}`;
}

/** The service of this name; throws when there is none. */
export function serviceNamed(name: string): Service {
  const service = services.find((candidate) => candidate.name === name);
  if (service === undefined) throw new Error(`no service "${name}"`);
  return service;
}

/** The pods of a service, or of one subset of it. */
export function podsOf(mesh: Mesh, service: string, subset?: string): readonly Pod[] {
  return mesh.pods.filter((pod) => pod.service.name === service && (subset === undefined || pod.subset === subset));
}

function meshIn(block: number): Mesh {
  const gateway = (name: string, host: number): Gateway => {
    const ip = `127.${block}.0.${host}`;
    return { name, ip, plain: { ip, port: 8080 }, tls: { ip, port: 8443 } };
  };
  return {
    block,
    pods: services.flatMap((service, row) =>
      service.pods.map((pod, column) => placePod(service, pod, `127.${block}.${row + 1}.${column * 7 + 11}`)),
    ),
    gateway: gateway("gateway-7d9f", 2),
    edge: gateway("edge-0000", 3),
    dead: { ip: `127.${block}.210.1`, port: 8080 },
    silent: { ip: `127.${block}.210.2`, port: 8080 },
    clients: Array.from({ length: 12 }, (_, index) => `127.${block}.250.${index + 10}`),
  };
}

function placePod(service: Service, pod: PodSpec, ip: string): Pod {
  const app = { ip, port: service.sidecars ? service.port + 10_000 : service.port };
  return { ...pod, service, ip, app, served: { ip, port: service.port }, outbound: { ip, port: 15001 } };
}

function endpointsOf(mesh: Mesh): readonly Endpoint[] {
  const ofPods = mesh.pods.flatMap((pod) => [pod.app, pod.served, pod.outbound, { ip: pod.ip, port: adminPort }]);
  const ofGateways = [mesh.gateway, mesh.edge].flatMap((gateway) => [
    gateway.plain,
    gateway.tls,
    { ip: gateway.ip, port: adminPort },
  ]);
  const all = [...ofPods, ...ofGateways, mesh.dead, mesh.silent];
  return [...new Map(all.map((endpoint) => [`${endpoint.ip}:${endpoint.port}`, endpoint])).values()];
}

async function areFree(endpoints: readonly Endpoint[]): Promise<boolean> {
  const free = await Promise.all(endpoints.map(isFree));
  return free.every((one) => one);
}

function isFree({ ip, port }: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, ip, () => probe.close(() => resolve(true)));
  });
}
