import { columnEntry, otherEntry, type Entry } from "./entry.ts";
import type { JsonValue } from "./format.ts";

/** What ztunnel tells of one connection, by its own keys. */
export type ZtunnelKeys = { readonly [key: string]: JsonValue };

const inColumns: ReadonlySet<string> = new Set(["src.addr", "bytes_sent", "bytes_recv", "duration"]);

/**
 * The values of one TCP connection as ztunnel tells it; `time` is that of the line.
 *
 * Units: `start_time` is when the line was written, for a connection that is complete its **end**, the opposite of Envoy.
 * Shape: the target is the real one, behind the tunnel, where there is one; all else goes to `other`.
 * Source: https://github.com/istio/ztunnel/blob/62d8265/src/proxy/metrics.rs
 */
export function ztunnelEntries(time: string | null, keys: ZtunnelKeys): Entry[] {
  const target = keys["dst.hbone_addr"] === undefined ? "dst.addr" : "dst.hbone_addr";
  return [
    columnEntry("start_time", time),
    columnEntry("downstream_remote_address", text(keys["src.addr"])),
    columnEntry("upstream_host", text(keys[target])),
    columnEntry("bytes_sent", text(keys["bytes_sent"])),
    columnEntry("bytes_received", text(keys["bytes_recv"])),
    columnEntry("duration_ms", text(keys["duration"])?.replace(/ms$/, "") ?? null),
    ...Object.keys(keys)
      .filter((key) => key !== target && !inColumns.has(key))
      .flatMap((key) => otherEntry(key, keys[key]) ?? []),
  ];
}

function text(value: JsonValue | undefined): string | null {
  return value === undefined || value === null ? null : String(value);
}
