import type { Appointment } from "../drive/drive.ts";
import { createRandom } from "../drive/random.ts";
import type { Scenario } from "../drive/scenario.ts";
import type { Route } from "../topology/routes.ts";

/** A scenario that goes on for a while. Units: seconds since the start of the story. */
export interface Stream {
  readonly scenario: Scenario;
  readonly from: number;
  readonly to: number;
  /** How many instances, spread evenly but not regularly. */
  readonly count: number;
}

/** The formats that a capture has. */
export type SampleFormat = "istio-text" | "istio-json" | "attempts-json" | "envoy-text";

/** A course of events that ends in a folder of `sample-logs`. */
export interface Story {
  readonly id: string;
  /** What happens, in one sentence. */
  readonly about: string;
  readonly seed: number;
  readonly streams: readonly Stream[];
  /** The gateway's routes from the start, and those that take their place later. Units: seconds. Absent: all routes, all the time. */
  readonly routesFrom?: readonly { readonly at: number; readonly routes: readonly Route[] }[];
  readonly format: SampleFormat;
  /** The proxies whose logs were collected: names, or what their names begin with. */
  readonly collected: readonly string[];
  /** Whether the logs were packed by gzip before they were kept. */
  readonly isPacked?: true;
  /** Whether the proxies' own lines and the applications' output stand between the access log lines, as `kubectl logs` shows them. */
  readonly hasOtherLines?: true;
}

/** A stream of a story. */
export function stream(scenario: Scenario, from: number, to: number, count: number): Stream {
  return { scenario, from, to, count };
}

/** Every instance of the story's streams with its moment. */
export function appointmentsOf({ streams, seed }: Story): readonly Appointment[] {
  const begun = new Map<string, number>();
  return streams.flatMap(({ scenario, from, to, count }) => {
    const random = createRandom(seed, `${scenario.id}/${from}`);
    const before = begun.get(scenario.id) ?? 0;
    begun.set(scenario.id, before + count);
    return Array.from({ length: count }, (_, index) => ({
      at: (from + ((index + random.unit()) / count) * (to - from)) * 1000,
      scenario,
      instance: before + index + 1,
    }));
  });
}
