/** A service of the laboratory: who runs it and what its hops speak. */
export interface Service {
  readonly name: string;
  readonly port: number;
  /** What a client-side proxy speaks on this hop. */
  readonly protocol: "http1" | "http2" | "grpc";
  /** What the application's server speaks. */
  readonly appProtocol: "http1" | "http2" | "grpc";
  /** Whether the hop to the server-side proxy is TLS (then its lines carry an SNI). */
  readonly tls: boolean;
  /** Whether a proxy stands in front of each application; without one only the client side logs. */
  readonly sidecars: boolean;
  /** Whether its inbound proxies trace every request, which changes one character of the request id. */
  readonly isTraced: boolean;
  readonly pods: readonly PodSpec[];
}

/** One pod of a service before it has an address. */
export interface PodSpec {
  readonly name: string;
  readonly subset: "v1" | "v2";
  /** False for a pod whose proxy is up while its application's port is closed. */
  readonly listens?: false;
}

const mesh = {
  port: 8080,
  protocol: "http1",
  appProtocol: "http1",
  tls: true,
  sidecars: true,
  isTraced: false,
} as const;

/**
 * All services, Istio's `prod` namespace in small.
 *
 * `batch` is a workload without a server: the driver plays its application, behind its outbound sidecar.
 */
export const services: readonly Service[] = [
  {
    ...mesh,
    name: "accounts",
    pods: [
      { name: "accounts-6c4d", subset: "v1" },
      { name: "accounts-9f21", subset: "v1" },
    ],
  },
  {
    ...mesh,
    name: "oauth",
    pods: [
      { name: "oauth-2b7e", subset: "v1" },
      { name: "oauth-f05c", subset: "v1" },
    ],
  },
  {
    ...mesh,
    name: "orders",
    pods: [
      { name: "orders-5b7c", subset: "v1" },
      { name: "orders-e19a", subset: "v1" },
    ],
  },
  {
    ...mesh,
    name: "payments",
    pods: [
      { name: "payments-v1-3d4f", subset: "v1" },
      { name: "payments-v1-a8b6", subset: "v1" },
      { name: "payments-v2-71c0", subset: "v2" },
    ],
  },
  {
    ...mesh,
    name: "ledger",
    port: 9090,
    protocol: "grpc",
    appProtocol: "grpc",
    pods: [
      { name: "ledger-4e5d", subset: "v1" },
      { name: "ledger-b2c3", subset: "v1" },
    ],
  },
  {
    ...mesh,
    name: "profiles",
    protocol: "http2",
    tls: false,
    isTraced: true,
    pods: [
      { name: "profiles-8d1e", subset: "v1" },
      { name: "profiles-c6f7", subset: "v1" },
    ],
  },
  {
    ...mesh,
    name: "reports",
    tls: false,
    pods: [
      { name: "reports-0a9d", subset: "v1" },
      { name: "reports-d3e8", subset: "v1", listens: false },
    ],
  },
  {
    ...mesh,
    name: "legacy",
    tls: false,
    sidecars: false,
    pods: [
      { name: "legacy-1f2e", subset: "v1" },
      { name: "legacy-7a6b", subset: "v1" },
    ],
  },
  {
    ...mesh,
    name: "stream",
    protocol: "http2",
    appProtocol: "http2",
    tls: false,
    sidecars: false,
    pods: [
      { name: "stream-5c8f", subset: "v1" },
      { name: "stream-9b0a", subset: "v1" },
    ],
  },
  { ...mesh, name: "batch", pods: [{ name: "batch-8c1e", subset: "v1", listens: false }] },
];

/** The name Istio gives a service's host. */
export function hostOf(service: string): string {
  return `${service}.prod.svc.cluster.local`;
}
