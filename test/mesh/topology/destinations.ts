import { podsOf, serviceNamed, type Endpoint, type Mesh } from "./mesh.ts";
import { hostOf, services, type Service } from "./services.ts";

/** What one Istio subset of a service is to Envoy: a cluster. */
export interface Destination {
  readonly service: Service;
  readonly subset: string;
  readonly targets: (mesh: Mesh) => readonly Endpoint[];
  readonly tls: boolean;
  readonly connectTimeoutMs: number;
  readonly maxConnections?: number;
  readonly maxPendingRequests?: number;
  readonly maxRetries?: number;
  /** A retry budget in place of `maxRetries`. Units: percent of the requests under way; concurrent retries that are always allowed. */
  readonly retryBudget?: { readonly percent: number; readonly atLeast: number };
  readonly maxStreamDurationMs?: number;
  /** Ejects a host for a moment after its first gateway failure. */
  readonly ejects?: true;
  /** Answers every request with "maintenance mode". */
  readonly inMaintenance?: true;
}

/** The cluster name that Istio gives a destination. Source: istio/istio `pilot/pkg/model/service.go`, BuildSubsetKey. */
export function clusterName(service: Service, subset: string): string {
  return `outbound|${service.port}|${subset}|${hostOf(service.name)}`;
}

/** The SNI that an Istio client sends to a destination's server sidecar. Source: the same file, BuildDNSSrvSubsetKey. */
export function sniOf(service: Service, subset: string): string {
  return `outbound_.${service.port}_.${subset}_.${hostOf(service.name)}`;
}

/** Every destination a client-side proxy knows: each service, its versions, and subsets of `accounts` that fail in one way each. */
export const destinations: readonly Destination[] = [
  ...services.filter((service) => service.name !== "batch").map((service) => plainDestination(service, "")),
  plainDestination(serviceNamed("payments"), "v1"),
  plainDestination(serviceNamed("payments"), "v2"),
  // A version that was rolled out without sidecars, so that it does not speak the TLS which its DestinationRule asks for.
  {
    ...plainDestination(serviceNamed("payments"), "v3"),
    targets: (mesh) => podsOf(mesh, "legacy").map((pod) => pod.served),
  },
  broken("canary", (mesh) => [mesh.dead, firstPod(mesh, "accounts")]),
  broken("gone", (mesh) => [mesh.dead]),
  broken("wrongtls", (mesh) => [firstPod(mesh, "legacy")]),
  { ...broken("stuck", (mesh) => [mesh.silent]), connectTimeoutMs: 250 },
  broken("empty", () => []),
  { ...broken("ejecting", (mesh) => [firstPod(mesh, "accounts")]), ejects: true },
  { ...broken("tiny", (mesh) => [firstPod(mesh, "accounts")]), maxConnections: 1, maxPendingRequests: 1 },
  { ...broken("fewretries", allPods), maxRetries: 1 },
  { ...broken("budget", allPods), retryBudget: { percent: 20, atLeast: 1 } },
  { ...broken("shortlived", allPods), maxStreamDurationMs: 120 },
  { ...broken("maint", (mesh) => [firstPod(mesh, "accounts")]), inMaintenance: true },
];

function plainDestination(service: Service, subset: string): Destination {
  const targets = (mesh: Mesh): readonly Endpoint[] =>
    podsOf(mesh, service.name, subset === "" ? undefined : subset).map((pod) => pod.served);
  // Istio's default connect timeout. Source: istio/istio `pkg/config/mesh/mesh.go`.
  return { service, subset, targets, tls: service.tls, connectTimeoutMs: 10_000 };
}

function broken(subset: string, targets: Destination["targets"]): Destination {
  return { ...plainDestination(serviceNamed("accounts"), subset), targets };
}

function allPods(mesh: Mesh): readonly Endpoint[] {
  return podsOf(mesh, "accounts").map((pod) => pod.served);
}

function firstPod(mesh: Mesh, service: string): Endpoint {
  const pod = podsOf(mesh, service)[0];
  if (pod === undefined) throw new Error(`service "${service}" has no pod`);
  return pod.served;
}
