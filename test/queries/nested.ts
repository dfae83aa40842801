import type { Logs } from "../helpers/in-memory.ts";
import { aLine, clientLine, idOf, serverLine, type Line } from "../helpers/lines.ts";

/** How often each of two layers sent, the outer one and, for each send of it, the inner one. */
export type Layers = { readonly outer: number; readonly inner: number; readonly method?: string };

/** Requests at a gateway: every send makes the orders application call payments, and the sidecar of orders sends that call. All fail. */
export function nested(...requests: readonly Layers[]): Logs {
  const told = requests.map((layers, nth) => requestOf(nth, layers));
  return {
    "gateway.log": told.flatMap(({ gateway }) => gateway),
    "orders.log": told.flatMap(({ orders }) => orders),
    "payments.log": told.flatMap(({ payments }) => payments),
  };
}

type Sides = { readonly gateway: Line[]; readonly orders: Line[]; readonly payments: Line[] };

function requestOf(nth: number, { outer, inner, method = "POST" }: Layers): Sides {
  const [at, id] = [nth * 10_000, idOf(nth)];
  const flagged = (sends: number): string => (sends === 1 ? "-" : "URX");
  const checkout = { id, method, path: "/checkout", authority: "shop.example.com", host: "10.0.1.1:8080", code: 503 };
  const sends = Array.from({ length: outer }, (_, step) => ({ ordinal: step + 1, begins: at + 2 + step * 200 }));
  return {
    gateway: [
      clientLine({
        ...checkout,
        at,
        flags: flagged(outer),
        own: "10.0.0.9:30001",
        cluster: "outbound|8080||orders.prod.svc.cluster.local",
        attempts: outer,
        took: outer * 200,
      }),
    ],
    orders: sends.flatMap(({ ordinal, begins }) => [
      aLine({
        ...checkout,
        at: begins,
        took: 150,
        ordinal,
        local: "10.0.1.1:8080",
        peer: "10.0.0.9:30001",
        own: "127.0.0.6:41001",
        cluster: "inbound|8080||",
        serverName: "outbound_.8080_._.orders.prod.svc.cluster.local",
      }),
      clientLine({ at: begins + 5, id, method, code: 503, flags: flagged(inner), attempts: inner, took: 130 }),
    ]),
    payments: sends.flatMap(({ begins }) =>
      Array.from({ length: inner }, (_, step) =>
        serverLine({ at: begins + 6 + step * 40, id, method, code: 503, took: 8, ordinal: step + 1 }),
      ),
    ),
  };
}
