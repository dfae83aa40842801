/** How an execution ends, as the proxy in front of the application sees it. */
export type Ending =
  | "answer"
  /** The connection is closed although the whole request is there; no response. */
  | "cut-before-headers"
  /** Headers and half the body, then the connection is closed. */
  | "cut-after-headers"
  /** HTTP/2: this one stream is reset, the connection lives on. HTTP/1.1: the connection is reset. */
  | "reset-stream"
  /** HTTP/2: the stream is refused; the handler never starts. */
  | "refuse"
  /** The connection is closed before the handler starts, as in the race with a keep-alive timeout. */
  | "drop"
  /** gRPC: a message, then the error status in trailers; without it an error is a trailers-only response. */
  | "trailers"
  /** Answers as soon as the headers are there, while the body is still on its way. */
  | "answer-early";

/** What one execution does. Units: `delayMs` and `commitMs` milliseconds since the handler started. */
export interface Step {
  readonly delayMs: number;
  /** When the effect is made durable; null when this execution makes none. */
  readonly commitMs: number | null;
  /** The HTTP status, or the gRPC status for a gRPC service. */
  readonly status: number;
  readonly ending: Ending;
  /** For a redirect: where to. */
  readonly location?: string;
}

/** What an application does with one logical request: the n-th arrival takes the n-th step, later ones the last. */
export interface Plan {
  readonly steps: readonly [Step, ...Step[]];
  /** What meets a commit of a key that is committed already: 409, an error of the application (500), or the first answer again. */
  readonly guard: "none" | "conflict" | "error" | "replay";
  /** Whether the effect is made durable before the calls instead of after them; who finds it made then makes no calls. */
  readonly commitsFirst?: true;
  /** Calls that every execution makes before it commits. */
  readonly calls: readonly Call[];
}

/** A call that an application makes while it handles a request. */
export interface Call {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly plan: Plan;
  /** Whether the x-request-id of the request being handled is sent along. */
  readonly propagatesId: boolean;
  /** How often the application itself tries again after a failure, and whether under the same id. */
  readonly resends: number;
  readonly resendsWithNewId: boolean;
  /** What a failure of this call makes the application answer: that status, or nothing at all. */
  readonly onFailure: number | "ignore";
  /** Whether it runs beside the call before it. */
  readonly isParallel: boolean;
  /** Tells calls apart that have the same path; empty where the path is enough. */
  readonly key: string;
}

/** A step that commits half-way and answers. */
export function answers(status: number, delayMs: number, changes: Partial<Step> = {}): Step {
  return { delayMs, commitMs: status < 400 ? Math.floor(delayMs / 2) : null, status, ending: "answer", ...changes };
}

/** A step that commits half-way and then ends in another way than with an answer. */
export function ends(ending: Ending, delayMs: number, changes: Partial<Step> = {}): Step {
  return { delayMs, commitMs: Math.floor(delayMs / 2), status: 200, ending, ...changes };
}

/** A plan without guard and calls. */
export function plan(...steps: [Step, ...Step[]]): Plan {
  return { steps, guard: "none", calls: [] };
}

/** The plan with a guard against a second commit. */
export function guarded(guard: "conflict" | "error" | "replay", base: Plan): Plan {
  return { ...base, guard };
}

/** The plan with calls to other services. */
export function calling(base: Plan, ...calls: readonly Call[]): Plan {
  return { ...base, calls };
}

/** A call by POST that sends the id along, tries once and passes a failure on as a 500. */
export function call(service: string, path: string, callPlan: Plan, changes: Partial<Call> = {}): Call {
  return {
    service,
    method: "POST",
    path,
    plan: callPlan,
    propagatesId: true,
    resends: 0,
    resendsWithNewId: false,
    onFailure: 500,
    isParallel: false,
    key: "",
    ...changes,
  };
}

/** The step of the n-th arrival, counted from 0. */
export function stepOf({ steps }: Plan, arrival: number): Step {
  return steps[Math.min(arrival, steps.length - 1)] ?? steps[0];
}
