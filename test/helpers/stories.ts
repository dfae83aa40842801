import type { Logs } from "./in-memory.ts";
import { clientLine, cutOff, perTryTimeout, serverLine, type Line } from "./lines.ts";

/** One request as the two sides of its hop logged it. */
export type Story = { readonly calls: readonly Line[]; readonly arrivals: readonly Line[] };

type Values = Partial<Line> & { readonly at: number; readonly id: string };

/** A request that was sent once and answered. */
export function answered(values: Values): Story {
  const { at, took = 40 } = values;
  return { calls: [clientLine(values)], arrivals: [serverLine({ ...values, at: at + 1, took: took - 2 })] };
}

/** A request whose first sends were cut off after `cutAfter` ms each, and whose last one was answered. */
export function cutThenAnswered(values: Values & { readonly cuts?: number; readonly cutAfter?: number }): Story {
  const { cuts = 1, cutAfter = 100, ...others } = values;
  const { at, took = 40 } = others;
  const step = cutAfter + 20;
  const cutSends = Array.from({ length: cuts }, (_, nth) =>
    serverLine({ ...others, ...cutOff, at: at + 1 + nth * step, took: cutAfter, ordinal: nth + 1 }),
  );
  const last = serverLine({ ...others, at: at + 1 + cuts * step, took, ordinal: cuts + 1 });
  return {
    calls: [clientLine({ ...others, attempts: cuts + 1, took: cuts * step + took + 3 })],
    arrivals: [...cutSends, last],
  };
}

/** A request of which every send was cut off after `cutAfter` ms. */
export function cutToTheEnd(values: Values & { readonly sends?: number; readonly cutAfter?: number }): Story {
  const { sends = 2, cutAfter = 100, ...others } = values;
  const step = cutAfter + 20;
  return {
    calls: [clientLine({ ...others, ...perTryTimeout, attempts: sends, took: sends * step })],
    arrivals: Array.from({ length: sends }, (_, nth) =>
      serverLine({ ...others, ...cutOff, at: others.at + 1 + nth * step, took: cutAfter, ordinal: nth + 1 }),
    ),
  };
}

/** A request whose sends before the last were answered with this code. */
export function refusedThenAnswered(values: Values & { readonly refusals?: number; readonly refusal?: number }): Story {
  const { refusals = 1, refusal = 503, ...others } = values;
  const { at, took = 40 } = others;
  return {
    calls: [clientLine({ ...others, attempts: refusals + 1, took: refusals * 30 + took + 3 })],
    arrivals: [
      ...Array.from({ length: refusals }, (_, nth) =>
        serverLine({ ...others, code: refusal, at: at + 1 + nth * 30, took: 10, ordinal: nth + 1 }),
      ),
      serverLine({ ...others, at: at + 1 + refusals * 30, took, ordinal: refusals + 1 }),
    ],
  };
}

/** A request whose connections failed, so that nothing arrived. */
export function neverArrived(values: Values): Story {
  const details = "upstream_reset_before_response_started{remote_connection_failure}";
  return {
    calls: [clientLine({ code: 503, flags: "URX,UF", details, own: "-", attempts: 3, took: 60, ...values })],
    arrivals: [],
  };
}

/** A request that was sent more than once to where nobody logs. */
export function unseen(values: Values): Story {
  const elsewhere = { host: "10.0.9.9:8080", cluster: "outbound|8080||elsewhere.prod.svc.cluster.local" };
  return { calls: [clientLine({ ...elsewhere, ...perTryTimeout, attempts: 3, took: 340, ...values })], arrivals: [] };
}

/** The logs of both sides. */
export function logsOfStories(stories: readonly Story[]): Logs {
  return {
    "orders.log": stories.flatMap(({ calls }) => calls),
    "payments.log": stories.flatMap(({ arrivals }) => arrivals),
  };
}
