import { randomUUID } from "node:crypto";
import type { Plan } from "./plan.ts";

/** A request as the business sees it, however often and by whomever it is sent on one hop. */
export interface Logical {
  readonly logical: string;
  readonly scenario: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
  /** Caller and callee, such as `gateway>accounts`. */
  readonly hop: string;
  /** The client-side proxy whose log has a line for each issue; null when nobody logs there. */
  readonly clientSide: string | null;
  readonly plan: Plan;
  readonly issues: Issue[];
  /** Counts that the applications keep: arrivals and commits of real traffic, arrivals of mirrored copies. */
  arrivals: number;
  shadowArrivals: number;
  commits: number;
}

/** One hand-over of a logical request to a client-side proxy: one line in that proxy's log. */
export interface Issue {
  readonly issue: string;
  /** The client-side proxy it was handed to. */
  readonly proxy: string | null;
  /** The id that the caller sent; null when it sent none. */
  readonly sentRequestId: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  endedAt: number | null;
  /** The HTTP status the caller got; 0 when it got none. */
  status: number;
  grpcStatus: number | null;
}

/** All logical requests of a run; drivers and applications look their plans up here, so no proxy ever sees them. */
export interface Registry {
  readonly all: () => readonly Logical[];
  readonly find: (logical: string) => Logical | null;
  /** The logical request of this key, created at its first use. */
  readonly ensure: (
    key: string,
    create: () => Omit<Logical, "logical" | "issues" | "arrivals" | "shadowArrivals" | "commits">,
  ) => Logical;
}

/** An empty registry. */
export function createRegistry(): Registry {
  const known = new Map<string, Logical>();
  return {
    all: () => [...known.values()],
    find: (logical) => known.get(logical) ?? null,
    ensure: (key, create) => {
      const found = known.get(key);
      if (found !== undefined) return found;
      const created: Logical = { ...create(), logical: key, issues: [], arrivals: 0, shadowArrivals: 0, commits: 0 };
      known.set(key, created);
      return created;
    },
  };
}

/** A new x-request-id of the form that Envoy makes. */
export function newRequestId(): string {
  return randomUUID();
}
