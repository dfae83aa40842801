/**
 * A duration in the unit that suits it: `436 ms`, `2.4 s`, `3 min 05 s`, `2 h 05 min`, `3 d 04 h`.
 *
 * Units: takes milliseconds; a value below 0 keeps its sign.
 */
export function durationText(ms: number): string {
  if (ms < 0) return `-${durationText(-ms)}`;
  const whole = Math.round(ms);
  if (whole < 1000) return `${whole} ms`;
  if (whole < 59_950) return `${(whole / 1000).toFixed(1)} s`;
  const seconds = Math.round(whole / 1000);
  if (seconds < 3600) return pair(seconds, 60, "min", "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return pair(minutes, 60, "h", "min");
  return pair(Math.round(minutes / 60), 24, "d", "h");
}

/** An offset inside a request: `0 ms`, `+118 ms`, or `-2 ms` where clocks differ. */
export function offsetText(ms: number): string {
  return Math.round(ms) > 0 ? `+${durationText(ms)}` : Math.round(ms) === 0 ? "0 ms" : durationText(ms);
}

function pair(value: number, base: number, large: string, small: string): string {
  return `${Math.floor(value / base)} ${large} ${String(value % base).padStart(2, "0")} ${small}`;
}
