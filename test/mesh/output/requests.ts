import type { Issue, Logical } from "../app/registry.ts";
import type { TruthEvent } from "../app/truth.ts";

/** What truly happened to one logical request on one hop: a row of requests.ndjson. */
export interface RequestRow {
  readonly logical: string;
  readonly scenario: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly hop: string;
  /** The workload whose proxy has a line for each issue; null when nobody logged there. */
  readonly client_side: string | null;
  /** Whether proxies in front of the application logged. */
  readonly has_server_side: boolean;
  /** All ids under which the application received it; empty when it never did. */
  readonly request_ids: readonly string[];
  /** Requests whose headers reached the application's server; handler starts; durable effects; answers written. */
  readonly arrivals: number;
  readonly executions: number;
  readonly commits: number;
  readonly answered: readonly number[];
  readonly shadow_executions: number;
  /** Issues after the first. */
  readonly re_issued_by_caller: number;
  /** The HTTP status that the caller got last; 0 for none. */
  readonly client_status: number;
  readonly client_grpc_status: number | null;
  readonly issues: readonly IssueRow[];
}

/** What truly happened to one issue: one line of the client-side proxy. */
export interface IssueRow {
  readonly issue: string;
  readonly proxy: string | null;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly request_ids: readonly string[];
  readonly arrivals: number;
  readonly executions: number;
  readonly commits: number;
  readonly answered: readonly number[];
  /** Pods whose application received it, in order of arrival. */
  readonly pods: readonly string[];
  readonly client_status: number;
}

/** One row per logical request and hop, joined from what callers and applications noted. */
export function joinRequests(
  logicals: readonly Logical[],
  events: readonly TruthEvent[],
  hasServerSide: (service: string) => boolean,
): readonly RequestRow[] {
  const byLogical = groupByLogical(events);
  return logicals.flatMap((logical) => {
    const own = byLogical.get(logical.logical) ?? [];
    // An internal redirect takes one issue to a second service: that is a request of its own there.
    const elsewhere = [...new Set(own.map((event) => event.service))].filter((service) => service !== logical.service);
    const redirected = elsewhere.map((service) => {
      const path = own.find((event) => event.service === service)?.path ?? logical.path;
      return { ...logical, service, path, hop: logical.hop.replace(/>.*/, `>${service}`) };
    });
    return [logical, ...redirected].map((one) =>
      requestRow(
        one,
        own.filter((event) => event.service === one.service),
        hasServerSide(one.service),
      ),
    );
  });
}

function requestRow(logical: Logical, events: readonly TruthEvent[], hasServerSide: boolean): RequestRow {
  const real = events.filter((event) => !event.is_shadow);
  const last = logical.issues.at(-1);
  return {
    logical: logical.logical,
    scenario: logical.scenario,
    service: logical.service,
    method: logical.method,
    path: logical.path,
    hop: logical.hop,
    client_side: logical.clientSide,
    has_server_side: hasServerSide,
    ...summary(real),
    shadow_executions: events.filter((event) => event.is_shadow && event.event === "start").length,
    re_issued_by_caller: Math.max(0, logical.issues.length - 1),
    client_status: last?.status ?? 0,
    client_grpc_status: last?.grpcStatus ?? null,
    issues: logical.issues.map((issue) =>
      issueRow(
        issue,
        real.filter((event) => event.issue === issue.issue),
      ),
    ),
  };
}

function groupByLogical(events: readonly TruthEvent[]): ReadonlyMap<string, readonly TruthEvent[]> {
  const groups = new Map<string, TruthEvent[]>();
  for (const event of events) {
    const group = groups.get(event.logical);
    if (group === undefined) groups.set(event.logical, [event]);
    else group.push(event);
  }
  return groups;
}

function issueRow(issue: Issue, events: readonly TruthEvent[]): IssueRow {
  return {
    issue: issue.issue,
    proxy: issue.proxy,
    started_at: issue.startedAt,
    ended_at: issue.endedAt,
    ...summary(events),
    pods: events.filter((event) => event.event === "arrival").map((event) => event.pod),
    client_status: issue.status,
  };
}

function summary(
  events: readonly TruthEvent[],
): Pick<RequestRow, "request_ids" | "arrivals" | "executions" | "commits" | "answered"> {
  const count = (kind: TruthEvent["event"]): number => events.filter((event) => event.event === kind).length;
  return {
    request_ids: [...new Set(events.flatMap((event) => (event.request_id === null ? [] : [event.request_id])))],
    arrivals: count("arrival"),
    executions: count("start"),
    commits: count("commit"),
    answered: events.flatMap((event) => (event.event === "answer" && event.status !== null ? [event.status] : [])),
  };
}
