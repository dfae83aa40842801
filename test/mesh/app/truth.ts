import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** What an application did at one moment. */
export interface TruthEvent {
  /** Milliseconds since the epoch, with fractions. */
  readonly time: number;
  /**
   * `arrival`: the request's headers reached the application's HTTP server. `start`: its handler began, with the whole body.
   * `commit`: the effect became durable. `answer`: the whole response was written. `aborted`: the connection or stream went away first
   * (a handler that runs goes on and may commit later).
   */
  readonly event: "arrival" | "start" | "commit" | "answer" | "aborted";
  readonly service: string;
  readonly pod: string;
  readonly logical: string;
  /** The issue: one hand-over of the logical request to a client-side proxy. */
  readonly issue: string;
  /** Which arrival of the logical request this is, from 1; mirrored copies are counted apart. */
  readonly nth: number;
  readonly method: string;
  readonly path: string;
  /** As the application received it; null when it was absent. */
  readonly request_id: string | null;
  /** x-envoy-attempt-count as received; null when it was absent. */
  readonly attempt: number | null;
  /** True for the copy that a mirroring route made. */
  readonly is_shadow: boolean;
  /** The status of an `answer`; a gRPC status for a gRPC service. */
  readonly status: number | null;
}

/** Where applications report what they did. */
export interface Truth {
  readonly events: readonly TruthEvent[];
  readonly note: (event: TruthEvent) => void;
  readonly close: () => Promise<void>;
}

/** A truth that keeps its events and appends each to a file of NDJSON. */
export function openTruth(path: string): Truth {
  const events: TruthEvent[] = [];
  const file = createWriteStream(path);
  return {
    events,
    note: (event) => {
      events.push(event);
      file.write(`${JSON.stringify(event)}\n`);
    },
    close: async () => {
      file.end();
      await finished(file);
    },
  };
}

/** The wall clock in milliseconds since the epoch, finer than whole ones. */
export function now(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000) / 1000;
}
