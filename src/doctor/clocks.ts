import type { ClockCheck, ProxyCheck } from "./checkup.ts";
import type { Examined } from "./examine.ts";

/** As many sends as correlation asks for before it believes a difference (`src/correlate/clocks.ts`). */
const LEAST_SENDS = 5;

/** What is known of each proxy's clock: how many sends could be compared, what was added to its times, and how exact these are. */
export function checkClocks(proxies: readonly ProxyCheck[], examined: Examined): ClockCheck[] {
  const offsets = new Map(examined.corrected_clocks.map((row) => [String(row["proxy"]), Number(row["offset_ms"])]));
  const coarse = new Set(examined.coarse_clocks.map((row) => String(row["proxy"])));
  return proxies.map(({ proxy }) => {
    const own = examined.clock_pairs.filter((row) => row["caller"] === proxy || row["callee"] === proxy);
    const sends = own.reduce((total, row) => total + Number(row["pairs"]), 0);
    const isKnown = own.some((row) => Number(row["pairs"]) >= LEAST_SENDS);
    return { proxy, offset_ms: offsets.get(proxy) ?? (isKnown ? 0 : null), sends, is_coarse: coarse.has(proxy) };
  });
}
