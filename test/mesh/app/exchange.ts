/** One request at an application's server, whatever the protocol. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly authority: string;
  /** A request header by its lower-case name; null when absent. */
  readonly header: (name: string) => string | null;
  /** Resolves when the body is there: true, or false when the caller went away first. */
  readonly bodyReceived: Promise<boolean>;
  /** Calls back once when the caller went away before the response was complete. */
  readonly onAborted: (listener: () => void) => void;
  /** Resolves when the response was handed over; false when nobody is there any more. */
  readonly answer: (reply: Reply) => Promise<boolean>;
  readonly cut: (ending: "cut-before-headers" | "cut-after-headers" | "reset-stream" | "refuse" | "drop") => void;
}

/** What an application answers. */
export interface Reply {
  readonly status: number;
  readonly location: string | null;
  /** gRPC: whether an error goes into trailers behind a message. */
  readonly inTrailers: boolean;
}
