import { writeFileSync } from "node:fs";
import { startTime } from "./line.ts";

/** What really became of one client-side request, which its lines only hint at. */
export interface RequestTruth {
  /** As its client-side line has it. */
  readonly requestId: string;
  /** Units: milliseconds since midnight. */
  readonly startedAt: number;
  readonly method: string;
  readonly path: string;
  readonly cluster: string;
  readonly sends: number;
  /** How many sends the application was handed. */
  readonly handed: number;
  /** How many sends the application carried out, whether or not anybody got its answer. */
  readonly done: number;
}

/** Counts over all client-side requests. */
export interface Tally {
  requests: number;
  /** Requests with more than one send. */
  retried: number;
  /** POSTs that the application was handed more than once by one proxy. */
  duplicated: number;
  /** Of those, the ones that it carried out more than once. */
  doneTwice: number;
  /** POSTs that a caller sent again as a new request after a failure. */
  resent: number;
}

/** The ledger of one run. */
export interface Truth {
  readonly tally: Tally;
  add(request: RequestTruth): void;
  /** Writes the requests that were sent more than once, one JSON object a line, keys as in the table `access_log`. */
  save(path: string): void;
}

/** An empty ledger. */
export function newTruth(): Truth {
  const tally: Tally = { requests: 0, retried: 0, duplicated: 0, doneTwice: 0, resent: 0 };
  const kept: RequestTruth[] = [];
  return {
    tally,
    add(request) {
      tally.requests++;
      if (request.sends === 1) return;
      tally.retried++;
      kept.push(request);
      if (request.method !== "POST") return;
      if (request.handed > 1) tally.duplicated++;
      if (request.done > 1) tally.doneTwice++;
    },
    save(path) {
      writeFileSync(path, kept.map(jsonLine).join(""));
    },
  };
}

function jsonLine({ requestId, startedAt, cluster, ...rest }: RequestTruth): string {
  const named = {
    request_id: requestId,
    start_time: startTime(startedAt),
    upstream_cluster: cluster,
  };
  return `${JSON.stringify({ ...named, ...rest })}\n`;
}
