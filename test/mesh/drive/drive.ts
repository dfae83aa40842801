import { setTimeout as pause } from "node:timers/promises";
import type { Registry } from "../app/registry.ts";
import type { Channels } from "./channels.ts";
import { labFor } from "./lab.ts";
import { createRandom } from "./random.ts";
import type { Scenario } from "./scenario.ts";

/** What to drive. */
export interface DriveOptions {
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  /** Instances per scenario (times its share). */
  readonly scale: number;
  readonly clients: readonly string[];
  /** Over how long the instances begin. Units: milliseconds. */
  readonly spreadMs: number;
  readonly isCancelled: () => boolean;
}

/** Runs every instance of every scenario at a moment that the seed decides, all mixed; resolves when the last has ended. */
export async function drive(channels: Channels, registry: Registry, options: DriveOptions): Promise<void> {
  const startedAt = performance.now();
  const running: Promise<void>[] = [];
  for (const { at, scenario, instance } of schedule(options)) {
    const wait = startedAt + at - performance.now();
    if (wait > 0) await pause(wait);
    if (options.isCancelled()) break;
    const random = createRandom(options.seed, `${scenario.id}/${instance}`);
    const client = options.clients[random.between(0, options.clients.length - 1)] ?? "127.0.0.1";
    running.push(scenario.run(labFor(channels, registry, random, scenario.id, instance, client)));
  }
  await Promise.all(running);
}

interface Appointment {
  readonly at: number;
  readonly scenario: Scenario;
  readonly instance: number;
}

function schedule({ scenarios, seed, scale, spreadMs }: DriveOptions): readonly Appointment[] {
  const appointments = scenarios.flatMap((scenario) => {
    const random = createRandom(seed, `${scenario.id}/schedule`);
    const count = Math.max(1, Math.round(scale * scenario.share));
    return Array.from({ length: count }, (_, index) => ({
      at: random.unit() * spreadMs,
      scenario,
      instance: index + 1,
    }));
  });
  return appointments.sort((one, other) => one.at - other.at);
}
