import { SERVICES } from "./mesh.ts";
import type { World } from "./world.ts";

const PROBED = [SERVICES.storefront, SERVICES.accounts, SERVICES.orders, SERVICES.payments, SERVICES.catalog] as const;

/** Writes the line of one health check, which no gateway and no other sidecar sees. */
export function probe({ random, write }: World, at: number): void {
  const { address, index } = random.pick(random.pick(PROBED).pods);
  const durationMs = random.below(3);
  write({
    startedAt: at,
    durationMs,
    method: "GET",
    path: "/healthz/ready",
    protocol: "HTTP/1.1",
    code: 200,
    flags: "-",
    details: "via_upstream",
    failure: "-",
    bytesReceived: 0,
    bytesSent: 15,
    serviceTimeMs: durationMs,
    forwardedFor: "-",
    userAgent: "kube-probe/1.31",
    requestId: random.uuid(),
    authority: address,
    upstreamHost: address,
    cluster: "inbound|8080||",
    upstreamLocal: `127.0.0.6:${33000 + random.below(27000)}`,
    downstreamLocal: address,
    downstreamRemote: `10.240.0.${2 + (index % 9)}:${32768 + random.below(28000)}`,
    serverName: "-",
    route: "default",
  });
}
