import type { JsonValue } from "./format.ts";
import { textAt } from "./json-path.ts";

/** Whole milliseconds of a protobuf `Duration` in JSON, `"0.0049s"` or an object; rounded down as Envoy does; null where there is none. */
export function durationMs(value: JsonValue | undefined): string | null {
  const written = typeof value === "string" ? /^(\d{1,12})(?:\.(\d{1,9}))?s$/.exec(value) : null;
  if (written !== null) return milliseconds(Number(written[1]), Number((written[2] ?? "").padEnd(9, "0")));
  const [seconds, nanos] = [textAt(value, "seconds"), textAt(value, "nanos")];
  return seconds === null && nanos === null ? null : milliseconds(Number(seconds ?? 0), Number(nanos ?? 0));
}

function milliseconds(seconds: number, nanos: number): string | null {
  const value = seconds * 1000 + Math.floor(nanos / 1e6);
  return Number.isSafeInteger(value) && value >= 0 ? String(value) : null;
}

/** An Envoy `Address` in JSON as text formats print it; null where there is none. */
export function addressText(value: JsonValue | undefined): string | null {
  const host = textAt(value, "socketAddress", "address");
  if (host !== null) {
    const port = textAt(value, "socketAddress", "portValue") ?? "0";
    return host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`;
  }
  const listener = textAt(value, "envoyInternalAddress", "serverListenerName");
  if (listener !== null) return `envoy://${listener}/${textAt(value, "envoyInternalAddress", "endpointId") ?? ""}`;
  return textAt(value, "pipe", "path");
}
