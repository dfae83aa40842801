import type { ColumnName } from "../core/columns.ts";
import { grpcStatusNumber } from "./grpc-status.ts";
import { classes, type ClassName } from "./operator-table.ts";
import type { Operator } from "./operator.ts";

type Header = readonly [column: ColumnName, rank: number, className: ClassName, about: string];

/** Request headers that have a column. */
const requestHeaders: Readonly<Record<string, Header>> = {
  ":METHOD": ["method", 0, "token", "HTTP method"],
  "X-ENVOY-ORIGINAL-METHOD": ["method", 1, "token", "HTTP method before it was rewritten"],
  "X-ENVOY-ORIGINAL-PATH": ["path", 0, "free", "path with query, before a rewrite on this hop"],
  ":PATH": ["path", 1, "free", "path with query"],
  ":AUTHORITY": ["authority", 0, "free", "host that the caller asked for"],
  HOST: ["authority", 1, "free", "host that the caller asked for"],
  "X-FORWARDED-FOR": ["x_forwarded_for", 0, "free", "addresses that the caller gave"],
  "USER-AGENT": ["user_agent", 0, "free", "what the caller says it is"],
  "X-REQUEST-ID": ["request_id", 0, "free", "id that all sends and hops of one request share"],
  "X-ENVOY-ATTEMPT-COUNT": ["attempt_ordinal", 0, "free", "which send of the previous proxy this is, from 1"],
};
/** Columns that a header stands for also where it is only the second choice, e.g. `REQ(X-MY-PATH?:PATH)`. */
const secondChoices: ReadonlySet<ColumnName> = new Set(["method", "path", "authority", "request_id"]);

const serviceTimeAbout =
  "from the whole request to the upstream's first answer, earlier sends and back-off included; absent on answers the proxy made";

/** What the value of `REQ(X?Y)`, `RESP(X?Y)`, `TRAILER(X?Y)` or `REQ_WITHOUT_QUERY(X?Y)` is. */
export function headerOperator(name: "REQ" | "RESP" | "TRAILER" | "REQ_WITHOUT_QUERY", argument: string): Operator {
  const [first = "", second = ""] = argument.toUpperCase().split("?");
  if (name === "RESP" || name === "TRAILER") return answerHeader(name, first, argument);
  const [header, rank] = chosen(first, second);
  if (header === undefined) return other("free", `request header ${argument.toLowerCase()}`);
  const isPlain = name === "REQ";
  const [column, , className, about] = header;
  return {
    ...classes[className],
    // A count in a header is a number where the marker reads it, whatever else a client may put there.
    ...(column === "attempt_ordinal" ? { kind: classes.count.kind } : {}),
    column,
    rank: rank + (isPlain ? 0 : 3),
    convert: null,
    about: isPlain ? about : `${about}, without its query`,
  };
}

function chosen(first: string, second: string): readonly [Header | undefined, number] {
  const [one, two] = [requestHeaders[first], requestHeaders[second]];
  if (one !== undefined) return [one, one[1]];
  return two !== undefined && secondChoices.has(two[0]) ? [two, two[1] + 2] : [undefined, 0];
}

function answerHeader(name: "RESP" | "TRAILER", header: string, written: string): Operator {
  if (header === "GRPC-STATUS") {
    const about = "status of a gRPC answer, as a number";
    return {
      ...classes.free,
      kind: "text",
      column: "grpc_status",
      rank: name === "TRAILER" ? 2 : 3,
      convert: grpcStatusNumber,
      about,
    };
  }
  if (name === "RESP" && header === "X-ENVOY-UPSTREAM-SERVICE-TIME") {
    return {
      ...classes.token,
      kind: classes.ms.kind,
      unit: "ms",
      column: "upstream_service_time_ms",
      rank: 0,
      convert: null,
      about: serviceTimeAbout,
    };
  }
  return other("free", `response ${name === "RESP" ? "header" : "trailer"} ${written.toLowerCase()}`);
}

function other(className: ClassName, about: string): Operator {
  return { ...classes[className], column: null, rank: 0, convert: null, about };
}
