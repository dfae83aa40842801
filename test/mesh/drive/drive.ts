import { setTimeout as pause } from "node:timers/promises";
import type { Registry } from "../app/registry.ts";
import type { Channels } from "./channels.ts";
import { labFor } from "./lab.ts";
import { createRandom } from "./random.ts";
import type { Scenario } from "./scenario.ts";

/** One instance of a scenario and when it begins. Units: milliseconds since the start of the run. */
export interface Appointment {
  readonly at: number;
  readonly scenario: Scenario;
  readonly instance: number;
}

/** Something that is done to the mesh while traffic goes on. Units: milliseconds since the start of the run. */
export interface Change {
  readonly at: number;
  readonly apply: () => Promise<void>;
}

/** What to drive. */
export interface DriveOptions {
  readonly appointments: readonly Appointment[];
  readonly changes: readonly Change[];
  readonly seed: number;
  readonly clients: readonly string[];
  readonly isCancelled: () => boolean;
}

/** Keeps every appointment and makes every change at its moment; resolves when the last has ended. */
export async function drive(channels: Channels, registry: Registry, options: DriveOptions): Promise<void> {
  const startedAt = performance.now();
  const running: Promise<void>[] = [];
  const timeline = [...options.appointments, ...options.changes].sort((one, other) => one.at - other.at);
  for (const next of timeline) {
    const wait = startedAt + next.at - performance.now();
    if (wait > 0) await pause(wait);
    if (options.isCancelled()) break;
    if ("apply" in next) {
      await next.apply();
      continue;
    }
    const { scenario, instance } = next;
    const random = createRandom(options.seed, `${scenario.id}/${instance}`);
    const client = options.clients[random.between(0, options.clients.length - 1)] ?? "127.0.0.1";
    running.push(scenario.run(labFor(channels, registry, random, scenario.id, instance, client)));
  }
  await Promise.all(running);
}

/** `scale` instances of every scenario (times its share), each at a moment of `spreadMs` that the seed decides, all mixed. */
export function mixed(
  scenarios: readonly Scenario[],
  seed: number,
  scale: number,
  spreadMs: number,
): readonly Appointment[] {
  return scenarios.flatMap((scenario) => {
    const random = createRandom(seed, `${scenario.id}/schedule`);
    const count = Math.max(1, Math.round(scale * scenario.share));
    return Array.from({ length: count }, (_, index) => ({
      at: random.unit() * spreadMs,
      scenario,
      instance: index + 1,
    }));
  });
}
