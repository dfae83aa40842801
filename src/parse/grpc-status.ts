/** The names of gRPC's status codes, each at its number. Source: https://grpc.io/docs/guides/status-codes/ */
const names = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;

const bare = (name: string): string => name.replaceAll("_", "").toLowerCase();
/** Envoy writes one l in `Canceled`. */
const numbers: ReadonlyMap<string, number> = new Map([
  ...names.map((name, number) => [bare(name), number] as const),
  ["canceled", 1],
]);

/**
 * The number, as text, of a gRPC status written as number, `DeadlineExceeded` or `DEADLINE_EXCEEDED`; null for anything else.
 *
 * Shape: Envoy prints a status that has no name as its number, or as `InvalidCode`: that is null.
 * Source: https://www.envoyproxy.io/docs/envoy/v1.37.0/configuration/observability/access_log/usage (GRPC_STATUS)
 */
export function grpcStatusNumber(text: string): string | null {
  if (/^\d{1,9}$/.test(text)) return String(Number(text));
  const number = numbers.get(bare(text));
  return number === undefined ? null : String(number);
}
