import type { Endpoint } from "./endpoint.ts";
import type { Line } from "./line.ts";
import type { Pod } from "./mesh.ts";
import type { Random } from "./random.ts";
import type { Truth } from "./truth.ts";

/** What travels with a request from hop to hop. */
export interface Message {
  readonly path: string;
  readonly requestId: string;
  readonly authority: string;
  readonly userAgent: string;
  readonly forwardedFor: string;
  /** When what a guarded endpoint makes for this visit was made; infinity before. */
  readonly guard: { committedAt: number };
}

/** The client-side proxy of a request, and how it sees the one who asks. */
export interface Caller {
  readonly pod: Pod;
  readonly protocol: string;
  readonly downstreamLocal: string;
  readonly downstreamRemote: string;
  readonly serverName: string;
  readonly sampledShare: number;
  /** After how long the one who asks goes away. */
  readonly patienceMs: number;
}

/** What a caller gets, and when. */
export interface Reply {
  readonly code: number;
  readonly endedAt: number;
}

/** The surroundings of one run. Units: all times are whole milliseconds since midnight. */
export interface World {
  readonly random: Random;
  readonly truth: Truth;
  write(line: Line): void;
  /** How bad the storm is at a moment, from 0 (none) to 1 (worst). */
  stormAt(at: number): number;
  /** Passes one request through its client-side proxy; the stages call each other in a circle through this. */
  request(caller: Caller, target: Endpoint, message: Message, startedAt: number): Reply;
}

/** The request id after a proxy that samples this share of ids: index 14 tells (4 no, 9 sampled, a forced). */
export function sampledId(requestId: string, share: number): string {
  if (requestId[14] !== "4") return requestId;
  // As in Envoy the draw is the id's own leading digits, so equal shares decide alike.
  if (Number.parseInt(requestId.slice(0, 4), 16) >= share * 65536) return requestId;
  return `${requestId.slice(0, 14)}9${requestId.slice(15)}`;
}
