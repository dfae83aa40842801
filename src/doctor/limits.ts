import { counted, groupedNumber, shareText } from "../core/number-text.ts";
import type { NotRun } from "../detect/finding.ts";
import type { Absent, DetectorCheck, FieldCheck, ProxyCheck, Suspicion } from "./checkup.ts";
import type { WantedField } from "./fields.ts";

/** What the limits of detectors are told from. */
export type Seen = {
  readonly proxies: readonly ProxyCheck[];
  readonly fields: readonly FieldCheck[];
  readonly suspicions: readonly Suspicion[];
  readonly absent: readonly Absent[];
  readonly nested: number;
};

/** A condition on the logs, the detectors that see less under it, and why; null where the logs do not have it. */
type Limit = { readonly of: readonly string[]; readonly because: (seen: Seen) => string | null };

/** Detectors whose numbers are shares of all requests. */
const ofShares = [
  "hidden-retries",
  "inferred-policy",
  "per-try-timeout-too-short",
  "retries-exhausted",
  "retry-storms",
  "uneven-subsets",
];
/** Detectors that look into the single sends of a request. */
const ofSends = [
  "duplicated-posts",
  "hidden-retries",
  "inferred-policy",
  "multiplied-retries",
  "per-try-timeout-too-short",
  "retry-storms",
  "unavailable-to-error",
];
/** Detectors of what the asking proxy's line says. */
const ofFlags = [
  "overflowing-upstreams",
  "reset-upstreams",
  "retries-exhausted",
  "tls-failures",
  "unhealthy-upstreams",
];

const limits: readonly Limit[] = [
  {
    of: ofSends,
    because: (seen) =>
      sidesOf(seen, "server") > 0
        ? null
        : "no line is known to be of the side that was asked: what arrived is not seen, and nothing is confirmed",
  },
  {
    of: ofSends,
    because: (seen) => {
      const unseen = requestsTo(seen);
      return unseen === 0 || sidesOf(seen, "server") === 0
        ? null
        : `what arrived of ${counted(unseen, "request")} to places without a log is not seen`;
    },
  },
  {
    of: ofSends,
    because: (seen) => {
      const joined = seen.proxies.reduce((sum, proxy) => sum + proxy.joined + proxy.unknown, 0);
      return joined === 0
        ? null
        : `the side of ${counted(joined, "request")} is known only by what lies inside what: no upstream_cluster, no upstream_local_address`;
    },
  },
  {
    of: [...ofFlags, "caller-resends", "uneven-subsets"],
    because: (seen) =>
      sidesOf(seen, "client") + sidesOf(seen, "waypoint") > 0 || sidesOf(seen, "unknown") > 0
        ? null
        : "no line is of the side that asked: its retries and its failures to send are not seen",
  },
  {
    of: ["hidden-retries", "inferred-policy", "multiplied-retries", "retries-exhausted", "retry-storms"],
    because: (seen) =>
      stateOf(seen, "attempt_count") === "missing" && (sidesOf(seen, "server") === 0 || requestsTo(seen) > 0)
        ? "without attempt_count, a send that the asked side has no line of is not counted"
        : null,
  },
  {
    of: ["duplicated-posts"],
    because: (seen) =>
      stateOf(seen, "upstream_local_address") === "missing" && sidesOf(seen, "server") > 0
        ? "without upstream_local_address a delivery is at most probable"
        : null,
  },
  {
    of: ["duplicated-posts", "overflowing-upstreams", "reset-upstreams", "tls-failures"],
    because: (seen) =>
      stateOf(seen, "response_code_details") === "missing"
        ? "without response_code_details an answer of the proxy looks like one of the application"
        : null,
  },
  {
    of: ["tls-failures"],
    because: (seen) =>
      stateOf(seen, "upstream_transport_failure_reason") === "missing"
        ? "without upstream_transport_failure_reason only details tell why a connection failed"
        : null,
  },
  {
    of: [
      "caller-resends",
      "duplicated-posts",
      "hidden-retries",
      "multiplied-retries",
      "retry-storms",
      "unavailable-to-error",
    ],
    because: (seen) => {
      const { lines, of } = fieldOf(seen, "request_id");
      return lines >= of * 0.95
        ? null
        : `${groupedNumber(of - lines)} of ${counted(of, "request")} (${shareText(of - lines, of)}) have no id: only call, time and address can join them`;
    },
  },
  {
    of: ["caller-resends"],
    because: (seen) => {
      const missing = (["downstream_remote_address", "user_agent"] as const).filter(
        (field) => stateOf(seen, field) === "missing",
      );
      return missing.length === 0 ? null : `who called is known by less: no ${missing.join(", no ")}`;
    },
  },
  {
    of: ["multiplied-retries", "unavailable-to-error"],
    because: ({ nested }) =>
      nested > 0
        ? null
        : "no request was seen inside another: one hop is logged, or applications do not pass x-request-id on",
  },
  {
    of: [...ofShares, "unavailable-to-error"],
    because: (seen) =>
      stateOf(seen, "grpc_status") === "missing"
        ? `${counted(fieldOf(seen, "grpc_status").of, "gRPC call")} without a status: most gRPC failures look like successes`
        : null,
  },
  {
    of: ofShares,
    because: ({ suspicions }) => {
      const kinds = suspicions.filter(({ kind }) => kind === "filter" || kind === "sampling");
      const [first] = kinds;
      if (first === undefined) return null;
      const more = kinds.length === 1 ? "" : ` and ${groupedNumber(kinds.length - 1)} more`;
      return `shares are wrong where a log is filtered or sampled (${first.certainty} of ${first.subject}${more})`;
    },
  },
];

/** Whether each detector can run: not where a need is unmet, weaker where something that it uses is missing. */
export function checkDetectors(ids: readonly string[], unmet: readonly NotRun[], seen: Seen): DetectorCheck[] {
  return ids.map((detector) => {
    const needs = unmet.filter((each) => each.detector === detector).map(({ because }) => because);
    if (needs.length > 0) return { detector, runs: "not", because: needs };
    const because = limits.flatMap((limit) => (limit.of.includes(detector) ? (limit.because(seen) ?? []) : []));
    return { detector, runs: because.length > 0 ? "weaker" : "fully", because };
  });
}

function sidesOf({ proxies }: Seen, side: "client" | "server" | "waypoint" | "unknown"): number {
  return proxies.reduce((sum, proxy) => sum + proxy[side], 0);
}

/** Requests that were sent to where nothing logs. */
function requestsTo({ absent }: Seen): number {
  return absent.reduce((sum, { side, requests }) => sum + (side === "server" ? requests : 0), 0);
}

function fieldOf({ fields }: Seen, field: WantedField): { readonly lines: number; readonly of: number } {
  return fields.find((each) => each.field === field) ?? { lines: 0, of: 0 };
}

function stateOf({ fields }: Seen, field: WantedField): FieldCheck["state"] | undefined {
  return fields.find((each) => each.field === field)?.state;
}
