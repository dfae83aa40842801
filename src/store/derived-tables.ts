import { count, text, type Column, type Table } from "./tables.ts";

const when = (name: string, about: string): Column => ({ name, type: "TIMESTAMP", unit: "UTC", about });
const sends = (name: string, about: string): Column => ({ name, type: "INTEGER", unit: "sends", about });
const id = (name: string, about: string): Column => ({ name, type: "BIGINT", about });
const flags: Column = {
  name: "response_flags",
  type: "VARCHAR[]",
  about: "Envoy's short flags, a set: the order means nothing. Empty for none.",
};

/** The public views over what correlation derived from `access_log`; `schema.ts` has the SQL that makes them. */
export const derivedTables: readonly Table[] = [
  {
    name: "request",
    about:
      "One row per request, as the proxy that asked saw it: a gateway, or the sidecar of a caller. Where no line of that side was logged, the request is put together from the lines of the side that was asked.",
    columns: [
      id("id", "Names the request; grows with source and line."),
      text("request_id", "x-request-id as logged."),
      text(
        "request_key",
        "The same id on every hop: x-request-id in lower case, without the one character that tracing may rewrite.",
      ),
      text("proxy", "The proxy that wrote the line."),
      text("side", "client: told by the proxy that asked. server: no such line was logged."),
      text("authority", "Host the caller asked for."),
      text("route", "Authority, path template, and the route's name where it has one: what reports group by."),
      id("route_id", "The route, as in the table route."),
      text("method", "HTTP method."),
      text("path", "Path with query."),
      when("started_at", "When the proxy began to receive the request."),
      when("ended_at", "When its last byte was out."),
      count("duration_ms", "ms", "From the one to the other."),
      {
        name: "response_code",
        type: "SMALLINT",
        about: "HTTP status that the caller got; 0 when no response was begun.",
      },
      flags,
      text("response_code_details", "Who set the status and why, e.g. via_upstream."),
      sends(
        "sends",
        "How many times the proxy sent it on; where nothing tells, the least number that explains the lines.",
      ),
      text(
        "sends_known_by",
        "attempt_count: the line says it. upstream_log: the router logged each send. server_lines: so many arrived. lower_bound: there may have been more.",
      ),
      sends("delivered", "Sends that were surely handed to the application."),
      sends("answered", "Sends that the application answered."),
      text(
        "verdict",
        "Whether the application was handed a request that may not be repeated more than once: confirmed, probable, possible, harmless or none.",
      ),
      text(
        "effect",
        "What that did, as far as answers tell: twice, guarded, failed_after or unknown. Null where the verdict is neither confirmed nor probable.",
      ),
      text("verdict_because", "The evidence in one sentence."),
      id(
        "resend_of",
        "The request before it that its caller sent again, with the same id or another one; null for none.",
      ),
      id(
        "parent_request",
        "The request that an application was busy with when it made this one; null where none is known.",
      ),
      { name: "source_id", type: "INTEGER", about: "The source that holds its line." },
      { name: "line", type: "BIGINT", about: "The number of that line, from 1." },
    ],
  },
  {
    name: "send",
    about:
      "One row per send of a request. A send that no line tells of has a row all the same, with null for what is not known.",
    columns: [
      id("request", "The request's id."),
      sends("ordinal", "Which send it is, from 1, in the order of arrival."),
      text("proxy", "The proxy that wrote the line which tells of the send."),
      text("host", "Address that it was sent to."),
      when("started_at", "When the proxy that tells of it began to receive it."),
      when("ended_at", "When that proxy was done with it."),
      count("duration_ms", "ms", "From the one to the other."),
      { name: "response_code", type: "SMALLINT", about: "HTTP status of this send; 0 when it was cut off before one." },
      flags,
      text("response_code_details", "Who set the status and why."),
      count("bytes_received", "bytes", "Request body."),
      count("bytes_sent", "bytes", "Response body."),
      text(
        "outcome",
        "answered: the application answered. delivered: it was handed the send and was cut off. unknown: it may have been. not_reached: it was not. not_seen: no line tells.",
      ),
      text(
        "told_by",
        "server: a line of the proxy in front of the application. client: the line of the proxy that asked, which tells of its last send only. Null for not_seen.",
      ),
      { name: "source_id", type: "INTEGER", about: "The source that holds the line; null for not_seen." },
      { name: "line", type: "BIGINT", about: "The number of that line, from 1; null for not_seen." },
    ],
  },
  {
    name: "route",
    about: "One row per route: what reports and detectors group requests by.",
    columns: [
      id("route_id", "Names the route."),
      text("route", "Authority, path template, and the route's name where it has one."),
      text("method", "HTTP method."),
      text("authority", "Host that callers asked for."),
      text("route_name", "Name of the route, in Istio of the VirtualService route; null or default where it has none."),
      text("path_template", "Path without query, with numbers, UUIDs and long hexadecimal ids as {id}."),
      count("requests", "requests", "How many requests of it the logs tell of."),
    ],
  },
];
