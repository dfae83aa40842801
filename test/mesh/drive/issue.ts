import { newRequestId, type Issue, type Logical } from "../app/registry.ts";
import { now } from "../app/truth.ts";
import type { Channel } from "./channels.ts";
import type { Outcome } from "./transport.ts";

/** How one issue of a logical request is sent. Units: milliseconds and bytes. */
export interface Manner {
  /** The x-request-id the caller sends; null for none. */
  readonly requestId: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBytes: number;
  readonly uploadMs: number;
  readonly giveUpAfterMs: number | null;
  readonly from: string;
  /** Another path than the logical request's own, after a redirect. */
  readonly path: string | null;
}

/** A manner without anything special for this caller address. */
export function plainManner(from: string, method: string): Manner {
  const hasBody = method !== "GET" && method !== "DELETE";
  return {
    requestId: null,
    headers: {},
    bodyBytes: hasBody ? 138 : 0,
    uploadMs: 0,
    giveUpAfterMs: null,
    from,
    path: null,
  };
}

/** The outcome of handing a logical request to a proxy once; the issue is added to the logical request's list. */
export async function issueOnce(channel: Channel, logical: Logical, manner: Manner): Promise<Outcome> {
  const issue: Issue = {
    issue: `${logical.logical}#${logical.issues.length + 1}`,
    proxy: channel.proxy,
    sentRequestId: manner.requestId,
    startedAt: now(),
    endedAt: null,
    status: 0,
    grpcStatus: null,
  };
  logical.issues.push(issue);
  const outcome = await channel.transport(logical.service).send({
    method: logical.method,
    path: manner.path ?? logical.path,
    authority: channel.authority(logical.service),
    headers: headersFor(logical, issue, manner),
    bodyBytes: manner.bodyBytes,
    uploadMs: manner.uploadMs,
    giveUpAfterMs: manner.giveUpAfterMs,
    from: channel.from ?? manner.from,
  });
  issue.endedAt = now();
  issue.status = outcome.status;
  issue.grpcStatus = outcome.grpcStatus;
  return outcome;
}

/** The id to send for the n-th issue of a call: the caller's own, or a new one. */
export function requestIdFor(nth: number, own: string | null, isNewEachTime: boolean): string | null {
  if (!isNewEachTime || nth === 0) return own;
  return own === null ? null : newRequestId();
}

function headersFor(logical: Logical, issue: Issue, manner: Manner): Readonly<Record<string, string>> {
  const id = manner.requestId === null ? {} : { "x-request-id": manner.requestId };
  return {
    "user-agent": "okhttp/4.12.0",
    ...id,
    "x-lab-request": logical.logical,
    "x-lab-issue": issue.issue,
    ...manner.headers,
  };
}
