/**
 * Envoy's response flags in words.
 *
 * Source: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage (RESPONSE_FLAGS)
 */
const words: ReadonlyMap<string, string> = new Map([
  ["DC", "caller hung up"],
  ["DF", "name not resolved"],
  ["DI", "delay injected"],
  ["DO", "dropped for overload"],
  ["DPE", "caller broke the protocol"],
  ["DR", "caller reset the stream"],
  ["DT", "request or connection lasted too long"],
  ["FI", "fault injected"],
  ["IH", "header refused"],
  ["LH", "proxy failed its health check"],
  ["LR", "proxy reset the connection"],
  ["NC", "no such cluster"],
  ["NFCF", "filter configuration missing"],
  ["NR", "no route"],
  ["OM", "proxy overloaded"],
  ["RL", "rate limited"],
  ["RLSE", "rate limit service failed"],
  ["SI", "stream idle too long"],
  ["UAEX", "authorization refused"],
  ["UC", "upstream closed the connection"],
  ["UF", "upstream connection failed"],
  ["UH", "no healthy upstream"],
  ["UMSDR", "stream lasted too long"],
  ["UO", "circuit breaker open"],
  ["UPE", "upstream broke the protocol"],
  ["UR", "upstream reset the stream"],
  ["URX", "retries exhausted"],
  ["UT", "upstream timed out"],
]);

/** Flags as words with the flag beside them, such as `upstream timed out (UT), retries exhausted (URX)`; empty for none. */
export function flagWords(flags: readonly string[]): string {
  return flags.map((flag) => (words.has(flag) ? `${words.get(flag)} (${flag})` : `flag ${flag}`)).join(", ");
}
