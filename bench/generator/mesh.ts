/** One pod with its sidecar. */
export interface Pod {
  /** Distinct among all pods. */
  readonly index: number;
  readonly ip: string;
  /** The address its sidecar takes requests at, as both sides log it. */
  readonly address: string;
}

/** One service of the mesh, with the names by which proxies log it. */
export interface Service {
  readonly pods: readonly [Pod, ...Pod[]];
  readonly authority: string;
  readonly virtualAddress: string;
  readonly outboundCluster: string;
  readonly serverName: string;
  /** What its own calls carry as user agent. */
  readonly userAgent: string;
  /** Whether its own calls carry the X-Forwarded-For of the request that they serve. */
  readonly forwardsClient: boolean;
  /** The share of request ids that its sidecars mark as sampled. */
  readonly sampledShare: number;
}

let podsMade = 0;

function pod(): Pod {
  const index = podsMade++;
  const ip = `10.244.${1 + (index % 7)}.${17 + Math.floor(index / 7) * 23 + ((index * 5) % 19)}`;
  return { index, ip, address: `${ip}:8080` };
}

function pods(count: number): readonly [Pod, ...Pod[]] {
  return [pod(), ...Array.from({ length: count - 1 }, pod)];
}

function service(name: string, podCount: number, userAgent: string, more: Partial<Service> = {}): Service {
  const host = `${name}.prod.svc.cluster.local`;
  const members = pods(podCount);
  return {
    pods: members,
    authority: `${name}.prod:8080`,
    virtualAddress: `10.96.${members[0].index * 5}.${(name.charCodeAt(0) * 3) % 250}:8080`,
    outboundCluster: `outbound|8080||${host}`,
    serverName: `outbound_.8080_._.${host}`,
    userAgent,
    forwardsClient: false,
    sampledShare: GATEWAY_SAMPLED_SHARE,
    ...more,
  };
}

/** The share of request ids that the gateway, and most sidecars, mark as sampled. */
export const GATEWAY_SAMPLED_SHARE = 0.1;

/** The pods of the ingress gateway. */
export const GATEWAY_PODS = pods(3);

/** The services of the mesh by name, 38 pods in all; two sample more ids than the rest, so ids change on the way. */
export const SERVICES = {
  storefront: service("storefront", 6, "axios/1.6.8", { forwardsClient: true }),
  accounts: service("accounts", 5, "Apache-HttpClient/5.2.1 (Java/17.0.10)"),
  catalog: service("catalog", 5, "Go-http-client/1.1"),
  inventory: service("inventory", 4, "Go-http-client/1.1", { sampledShare: 0.16 }),
  orders: service("orders", 6, "okhttp/4.12.0"),
  payments: service("payments", 5, "ReactorNetty/1.1.17"),
  shipping: service("shipping-quotes", 4, "python-requests/2.31.0", { sampledShare: 0.16 }),
  notifications: service("notifications", 3, "Java/17.0.10"),
} as const;
