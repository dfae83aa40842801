/** One request to hand to a client-side proxy. Units: milliseconds and bytes. */
export interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly authority: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBytes: number;
  /** Spreads the body over this time. */
  readonly uploadMs: number;
  /** When the caller loses patience and goes away; null when it never does. */
  readonly giveUpAfterMs: number | null;
  /** The address the caller sends from, for callers outside the mesh. */
  readonly from: string;
}

/** What a caller got. */
export interface Outcome {
  /** 0 when there was no response. */
  readonly status: number;
  readonly grpcStatus: number | null;
  readonly location: string | null;
  /** False when the response broke off, or there was none. */
  readonly isComplete: boolean;
}

/** A way to hand requests to one proxy. */
export interface Transport {
  readonly send: (outgoing: Outgoing) => Promise<Outcome>;
  readonly close: () => void;
}

/** The outcome of a call that nobody answered. */
export const noAnswer: Outcome = { status: 0, grpcStatus: null, location: null, isComplete: false };

/** A JSON text of this many bytes (at least 12). */
export function jsonBody(bytes: number): string {
  return `{"data":"${"x".repeat(Math.max(1, bytes - 11))}"}`;
}
