import { formats } from "../parse/formats/index.ts";
import { fieldsByName } from "../parse/format-fields.ts";
import { columnOperators } from "../parse/column-operators.ts";
import type { ColumnName } from "../core/columns.ts";
import type { FieldCheck, FieldCount } from "./checkup.ts";

/** The fields that verdicts and detectors rest on, in the order of their weight, and what each is for. */
export const wantedFields = [
  ["start_time", "when it happened; without it a line is no request"],
  ["path", "which call it was"],
  ["authority", "which service was called"],
  ["response_code", "how it ended"],
  ["request_id", "what joins the sends and hops of one request"],
  ["response_flags", "which failure the proxy saw: retries exhausted, timeout, reset"],
  ["duration_ms", "which sends lie inside a request, and where a timeout cut one off"],
  ["response_code_details", "whether the application or a proxy answered"],
  ["attempt_count", "how often this proxy sent the request"],
  ["attempt_ordinal", "which send of the proxy before this one it is"],
  ["upstream_host", "where it was sent to"],
  ["upstream_cluster", "which side of the hop a line is of, and which version was asked"],
  ["upstream_local_address", "whether a send was handed to the application"],
  ["downstream_local_address", "which pod a line is of, and which pods do not log"],
  ["downstream_remote_address", "who called"],
  ["bytes_received", "whether a caller's next request is the same one again"],
  ["bytes_sent", "whether a gRPC answer was an error without a message"],
  ["user_agent", "which program called"],
  ["route_name", "which route of a VirtualService it took"],
  ["upstream_transport_failure_reason", "why TLS or a connection failed"],
  ["grpc_status", "how a gRPC call ended, whose HTTP status is 200 all the same"],
] as const satisfies readonly (readonly [ColumnName, string])[];

/** The name of a field that the doctor looks for. */
export type WantedField = (typeof wantedFields)[number][0];

/** Keys that a JSON format of the shelf has in some configurations only. */
const optional: ReadonlySet<string> = new Set(["attempt_count", "attempt_ordinal", "access_log_type", "grpc_status"]);
/** Absent on many lines of proxies that log them: a route without a name, a caller that does not say what it is. */
const oftenEmpty: ReadonlySet<string> = new Set(["route_name", "user_agent"]);
/** Shown by failures only. */
const rarelyShown: ReadonlySet<string> = new Set(["response_flags", "upstream_transport_failure_reason"]);

/** Whether a format of the shelf always, never or perhaps has a field. */
export function formatLogs(format: string, field: WantedField): "always" | "never" | "perhaps" {
  const found = formats.find(({ name }) => name === format);
  if (found === undefined || found.isLastResort === true || !("text" in found.shape || "json" in found.shape))
    return "perhaps";
  const columns = new Set([...fieldsByName(found).values()].map(({ column }) => column));
  if ("text" in found.shape && !("json" in found.shape)) return columns.has(field) ? "always" : "never";
  return columns.has(field) && !optional.has(field) ? "always" : "perhaps";
}

/** Whether some proxy lacks the field because its format does, so that another format brings it. */
export function isLackedByFormat(counts: readonly FieldCount[], field: WantedField): boolean {
  return counts.some(
    (count) =>
      count.field === field && stateOf(count, field) === "missing" && formatLogs(count.format, field) !== "always",
  );
}

/** What is known of each wanted field, from counts by proxy and format. */
export function checkFields(counts: readonly FieldCount[]): FieldCheck[] {
  return wantedFields.map(([field, use]) => {
    const own = counts.filter((count) => count.field === field);
    const states = own.map((count) => ({ ...count, state: stateOf(count, field) }));
    const missing = new Set(states.filter(({ state }) => state === "missing").map(({ proxy }) => proxy));
    const sum = (of: (count: FieldCount) => number): number => own.reduce((total, count) => total + of(count), 0);
    const isLogged = states.some(({ state }) => state === "logged");
    return {
      field,
      operator: columnOperators[field],
      use,
      lines: sum(({ lines }) => lines),
      of: sum(({ of }) => of),
      state: missing.size > 0 ? "missing" : isLogged ? "logged" : "unsure",
      missing_on: [...missing].sort(),
    };
  });
}

function stateOf({ format, lines, of }: FieldCount, field: WantedField): FieldCheck["state"] {
  if (lines > 0) return "logged";
  const known = formatLogs(format, field);
  // What a format has is logged where no line could show it; what it lacks is missed where any line might need it.
  if (of === 0)
    return known === "always" ? "logged" : known === "never" && rarelyShown.has(field) ? "missing" : "unsure";
  if (known === "always") return oftenEmpty.has(field) || rarelyShown.has(field) ? "logged" : "missing";
  return known === "never" || !oftenEmpty.has(field) ? "missing" : "unsure";
}
