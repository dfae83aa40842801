import type { Endpoint } from "./endpoint.ts";
import type { Random } from "./random.ts";

/** What becomes of one send before and beside the application's own work. */
export type Fate =
  /** The application answers as it likes. */
  | "served"
  /** The application answers 503. */
  | "busy"
  /** The connection is refused or times out. */
  | "unreachable"
  /** No host is healthy. */
  | "hostless"
  /** The circuit breaker refuses. */
  | "overflow"
  /** The sidecar writes to a kept connection that the application is closing. */
  | "race"
  /** The application dies while it works. */
  | "crash"
  /** The sidecar is there, its application's port is closed. */
  | "closed"
  /** The TLS handshake fails. */
  | "untrusted";

const CHANCES: readonly (readonly [Fate, number])[] = [
  ["unreachable", 0.008],
  ["busy", 0.009],
  ["race", 0.0055],
  ["closed", 0.0012],
  ["crash", 0.0012],
  ["hostless", 0.0006],
];

/** What broke the first send is often still there for the next. */
const AGAIN = 9;

/** The fate of one send. Units: storm is 0 (none) to 1 (worst). */
export function fateOf(random: Random, target: Endpoint, ordinal: number, storm: number): Fate {
  if (storm > 0 && target.hasStorm) {
    const draw = random.unit();
    if (draw < 0.75 * storm) return "busy";
    if (draw < 0.8 * storm) return "overflow";
  }
  let draw = random.unit();
  const factor = ordinal > 1 ? AGAIN : 1;
  for (const [fate, chance] of CHANCES) {
    draw -= chance * factor;
    if (draw < 0) return fate;
  }
  return "served";
}

const STORM_MS = 300000;

/** How bad a storm is at a moment: it rises for a minute, stays, and recovers, five minutes in all. */
export function stormStrength(at: number, beganAt: number): number {
  const sinceMs = at - beganAt;
  if (sinceMs < 0 || sinceMs >= STORM_MS) return 0;
  if (sinceMs < 60000) return sinceMs / 60000;
  return sinceMs < 210000 ? 1 : (STORM_MS - sinceMs) / 90000;
}
