import { aLine, clientLine, serverLine, type Line } from "../../helpers/lines.ts";

/**
 * One story of retry-semantics: what each proxy logged, and what must come out of it.
 *
 * A request is told as `CODE: N sent, N delivered, VERDICT EFFECT`, a send as `ORDINAL OUTCOME CODE POD` with the pod whose
 * sidecar told it, or `caller` where only the client side did. In the order of their times.
 */
export type Scenario = {
  readonly name: string;
  /** Lines of the outbound side of the sidecar of orders, which calls payments. */
  readonly calls: readonly Line[];
  /** Lines of the sidecars in front of payments, pod by pod; an empty list where none logged. */
  readonly pods: readonly (readonly Line[])[];
  readonly told: Told;
  /** What text lines, which have no attempt counts, tell of the same; as `told` where absent. */
  readonly inText?: Partial<Told>;
};

/** What must come out. */
export type Told = { readonly requests: readonly string[]; readonly sends: readonly string[] };

/** The same story as proxies log it: behind a gateway, in front of which somebody calls orders. */
export function logsOf({ calls, pods }: Scenario): Record<string, Line[]> {
  const began = Math.min(...[...calls, ...pods.flat()].map(({ at }) => at));
  const ended = Math.max(...[...calls, ...pods.flat()].map(({ at, took }) => at + took));
  const asked = { path: "/orders", authority: "orders.prod", received: 64 };
  return {
    "gateway.log": [
      clientLine({
        ...asked,
        at: began - 5,
        took: ended - began + 9,
        host: "10.0.1.1:8080",
        cluster: "outbound|8080||orders.prod.svc.cluster.local",
        own: "10.0.0.1:39001",
        local: "10.0.0.1:8443",
        peer: "203.0.113.7:50000",
      }),
    ],
    "orders.log": [
      aLine({
        ...asked,
        at: began - 4,
        took: ended - began + 7,
        host: "10.0.1.1:8080",
        cluster: "inbound|8080||",
        own: "127.0.0.6:40901",
        local: "10.0.1.1:8080",
        peer: "10.0.0.1:39001",
        serverName: "outbound_.8080_._.orders.prod.svc.cluster.local",
      }),
      ...calls,
    ],
    ...Object.fromEntries(pods.map((lines, index) => [`payments-${index + 1}.log`, [...lines]])),
  };
}

/** The sends of one call, each on the pod after the last one's, with their ordinals. */
export function sendsOf(values: readonly Partial<Line>[]): readonly (readonly Line[])[] {
  const lines = values.map((each, index) => serverLine({ ordinal: index + 1, pod: (index % 2) + 1, ...each }));
  return [lines.filter((_, index) => index % 2 === 0), lines.filter((_, index) => index % 2 === 1)];
}
