import type { Service } from "./mesh.ts";
import { pathTemplate } from "./path-template.ts";
import type { Random } from "./random.ts";

/** How a client-side proxy sends again. Units: milliseconds; infinity for none. */
export interface RetryPolicy {
  readonly retries: number;
  /** Which failures are sent again; refused connections always are. */
  readonly on: "connect-failure" | "503" | "gateway-error" | "5xx";
  readonly perTryTimeoutMs: number;
  readonly timeoutMs: number;
}

/** One thing that a service does, and what it calls for it. */
export interface Endpoint {
  readonly service: Service;
  readonly method: string;
  readonly path: (random: Random) => string;
  /** The route's name at the client-side proxy. */
  readonly route: string;
  readonly policy: RetryPolicy;
  readonly medianMs: number;
  /** How far latencies scatter: the standard deviation of their logarithm. */
  readonly spread: number;
  readonly code: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Whether a second execution meets a 409 once the first has committed. */
  readonly isGuarded: boolean;
  /** Whether the one storm of the run is on this endpoint. */
  readonly hasStorm: boolean;
  /** How often the calling application itself calls again after a failure. */
  readonly callerRetries: number;
  readonly calls: readonly Call[];
}

/** A call that an endpoint makes in a share of its executions. */
export interface Call {
  readonly to: Endpoint;
  readonly share: number;
}

const NONE = Number.POSITIVE_INFINITY;

/**
 * The policy of routes that set none: two retries, plain 503 answers among their reasons.
 *
 * Source: Istio up to 1.23, and 1.24 to 1.26 with EXCLUDE_UNSAFE_503_FROM_DEFAULT_RETRY=false
 * (istio/istio#52111).
 */
export const DEFAULT_POLICY: RetryPolicy = {
  retries: 2,
  on: "503",
  perTryTimeoutMs: NONE,
  timeoutMs: NONE,
};

/** An endpoint from its method and path template, with a value for all that is not given. */
export function endpoint(
  service: Service,
  methodAndPath: `${"GET" | "POST" | "PUT" | "DELETE"} /${string}`,
  medianMs: number,
  given: Partial<Endpoint> = {},
): Endpoint {
  const [method = "", template = ""] = methodAndPath.split(" ");
  return {
    service,
    method,
    path: pathTemplate(template),
    route: "default",
    policy: DEFAULT_POLICY,
    medianMs,
    spread: 0.8,
    code: 200,
    bytesIn: method === "POST" || method === "PUT" ? 412 : 0,
    bytesOut: 1830,
    isGuarded: false,
    hasStorm: false,
    callerRetries: 0,
    calls: [],
    ...given,
  };
}
