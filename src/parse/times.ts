const isoPattern = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))? ?(Z|UTC|[+-]\d\d:?\d\d)?$/;
const epochPattern = /^(\d{9,11})(?:\.(\d{1,9}))?$/;
/** Digits of an epoch time in milliseconds, microseconds and nanoseconds: the length tells which. */
const longEpochPattern = /^(\d{10})(\d{3}|\d{6}|\d{9})$/;

/** Parts of a time in UTC or with an offset. Units: month from 1, offset in minutes east of UTC, fraction as its digits. */
export type TimeParts = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly fraction: string;
  readonly offset: number;
};

/**
 * A time as a column holds it, `2026-11-20T09:16:10.001Z`, from ISO text with any zone or from seconds, milliseconds,
 * microseconds or nanoseconds since 1970; null for anything else, a day that its month has not included.
 *
 * Units: UTC; three digits of the second, or six where the text had more than three. Text without a zone is UTC.
 */
export function timeOf(text: string): string | null {
  const iso = isoPattern.exec(text);
  if (iso !== null) {
    const [year, month, day, hour, minute, second] = iso.slice(1, 7).map(Number);
    return timeOfParts({
      year: year!,
      month: month!,
      day: day!,
      hour: hour!,
      minute: minute!,
      second: second!,
      fraction: iso[7] ?? "",
      offset: offsetOf(iso[8] ?? "Z"),
    });
  }
  const epoch = epochPattern.exec(text) ?? longEpochPattern.exec(text);
  return epoch === null ? null : timeOfEpoch(Number(epoch[1]), epoch[2] ?? "");
}

/** The time of the parts, or null where there is no such day or moment. */
export function timeOfParts(parts: TimeParts): string | null {
  const { year, month, day, hour, minute, second, fraction, offset } = parts;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 100 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  return timeOfEpoch(date.getTime() / 1000 + hour * 3600 + (minute - offset) * 60 + second, fraction);
}

/** The time that many seconds after 1970 began, with the digits of the second's fraction. */
export function timeOfEpoch(seconds: number, fraction: string): string | null {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return null;
  const digits = fraction.length > 3 ? fraction.slice(0, 6).padEnd(6, "0") : fraction.padEnd(3, "0");
  return `${date.toISOString().slice(0, 20)}${digits}Z`;
}

/** Minutes east of UTC of `Z`, `UTC`, `+0100` or `+01:00`. */
export function offsetOf(zone: string): number {
  const digits = zone.replace(/\D/g, "");
  if (digits === "") return 0;
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4));
  return zone.startsWith("-") ? -minutes : minutes;
}
