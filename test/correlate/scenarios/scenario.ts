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

/** The services that scenario `nth` speaks of, so that many scenarios can be told in one database. */
export const serviceOf = (nth: number): string => `payments-${nth}.prod`;

/**
 * The same story as proxies log it: behind a gateway, in front of which somebody calls orders; in an hour, with services,
 * addresses, proxies and ids of its own.
 */
export function logsOf({ calls, pods }: Scenario, nth: number): Record<string, Line[]> {
  const began = Math.min(...[...calls, ...pods.flat()].map(({ at }) => at));
  const ended = Math.max(...[...calls, ...pods.flat()].map(({ at, took }) => at + took));
  const asked = { path: "/orders", authority: "orders.prod", received: 64 };
  const atGateway = clientLine({
    ...asked,
    at: began - 5,
    took: ended - began + 9,
    host: "10.0.1.1:8080",
    cluster: "outbound|8080||orders.prod.svc.cluster.local",
    own: "10.0.0.1:39001",
    local: "10.0.0.1:8443",
    peer: "203.0.113.7:50000",
  });
  const atOrders = aLine({
    ...asked,
    at: began - 4,
    took: ended - began + 7,
    host: "10.0.1.1:8080",
    cluster: "inbound|8080||",
    own: "127.0.0.6:40901",
    local: "10.0.1.1:8080",
    peer: "10.0.0.1:39001",
    serverName: "outbound_.8080_._.orders.prod.svc.cluster.local",
  });
  const files: readonly (readonly [proxy: string, lines: readonly Line[]])[] = [
    ["gateway", [atGateway]],
    ["orders", [atOrders, ...calls]],
    ...pods.map((lines, index) => [`payments-${index + 1}`, lines] as const),
  ];
  return Object.fromEntries(
    files.map(([proxy, lines]) => [`${nth}-${proxy}.log`, lines.map((line) => apart(line, nth))]),
  );
}

/** The line in the hour of scenario `nth`, with what is its own. */
function apart(line: Line, nth: number): Line {
  const service = (text: string): string => text.replace(/(payments|orders)\.prod/, `$1-${nth}.prod`);
  const address = (text: string): string => text.replace(/^10\.0\./, `10.${nth}.`);
  return {
    ...line,
    at: line.at + nth * 3_600_000,
    id: nth.toString(16).padStart(4, "0") + line.id.slice(4),
    authority: service(line.authority),
    cluster: service(line.cluster),
    serverName: service(line.serverName),
    host: address(line.host),
    own: address(line.own),
    local: address(line.local),
    peer: address(line.peer),
  };
}

/** The sends of one call, each on the pod after the last one's, with their ordinals. */
export function sendsOf(values: readonly Partial<Line>[]): readonly (readonly Line[])[] {
  const lines = values.map((each, index) => serverLine({ ordinal: index + 1, pod: (index % 2) + 1, ...each }));
  return [lines.filter((_, index) => index % 2 === 0), lines.filter((_, index) => index % 2 === 1)];
}
