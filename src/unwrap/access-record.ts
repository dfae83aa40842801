import type { JsonObject } from "./json-value.ts";

const [STATUS, TIME, REQUEST] = [1, 2, 4];
const ALL = STATUS | TIME | REQUEST;

/**
 * Keys of which every JSON access log has one of each kind, in snake case.
 *
 * Source: access-log-formats.md section 6.11, rule 4.
 */
const kinds = new Map<string, number>([
  ...["response_code", "status", "status_code", "code", "response_status", "http_status"].map(of(STATUS)),
  ...["start_time", "timestamp", "time", "ts", "time_local"].map(of(TIME)),
  ...["method", "path", "authority", "upstream_cluster", "response_flags", "request_method", "uri", "url"].map(
    of(REQUEST),
  ),
  ...["x_envoy_origin_path", "x_envoy_original_path", "host", "http_method", "upstream_host"].map(of(REQUEST)),
]);
/** Every spelling met so far: a log has few keys, and each is spelled out once. */
const spellings = new Map<string, number>();
const MOST_SPELLINGS = 10_000;

/** Whether a record has what every access log line in JSON has: a status, a time and something of the request. */
export function isAccessRecord(record: JsonObject): boolean {
  let found = 0;
  for (const key in record) {
    found |= spellings.get(key) ?? kindOf(key);
    if (found === ALL) return true;
  }
  return false;
}

function kindOf(key: string): number {
  const snake = key
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z\d]+/g, "_")
    .replace(/^_/, "");
  const kind = kinds.get(snake) ?? 0;
  if (spellings.size < MOST_SPELLINGS) spellings.set(key, kind);
  return kind;
}

function of(kind: number): (name: string) => readonly [string, number] {
  return (name) => [name, kind];
}
