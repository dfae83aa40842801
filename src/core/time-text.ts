const time = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/;

/** The date of a time as text, such as `2026-11-20`; null where the text is no time. */
export function dateOf(at: string): string | null {
  return time.exec(at)?.[1] ?? null;
}

/** A time to the second, with its date unless that is the date that the reader knows already. */
export function timeText(at: string, knownDate: string | null): string {
  const [, date, clock] = time.exec(at) ?? [];
  if (date === undefined || clock === undefined) return at;
  return date === knownDate ? clock : `${date} ${clock}`;
}

/** A stretch of time, such as `2026-11-20 09:14:02 to 09:31:40`; one time where both are in the same second. */
export function windowText(from: string, to: string, knownDate: string | null): string {
  const first = timeText(from, knownDate);
  return timeText(from, null) === timeText(to, null) ? first : `${first} to ${timeText(to, dateOf(from))}`;
}
