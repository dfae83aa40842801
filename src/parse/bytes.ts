import type { Kind } from "../core/columns.ts";

/** The bytes that have a meaning of their own in a marked row. */
export const NEWLINE = 0x0a;
/** Unit separator: stands between the columns of a marked row; never inside a value. */
export const SEPARATOR = 0x1f;
/** The one value that stands for "absent" in a marked row, as in Envoy's text formats. */
export const ABSENT = 0x2d;
/** The most digits that surely fit a BIGINT. */
export const MOST_DIGITS = 18;

const QUOTE = 0x22;
const BLANK = 0x20;

/** A table of 256: 1 where a byte ends a value of this kind, because it cannot be inside one. */
function stopsAt(canHold: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (canHold(byte) ? 0 : 1));
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isLetter = (byte: number): boolean => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);

/** For each kind, the bytes at which a value of it ends. A quote ends all: with one inside, the careful path decides. */
export const stops: Readonly<Record<Kind, Uint8Array>> = {
  time: stopsAt(
    (byte) => isDigit(byte) || byte === 0x2d || byte === 0x3a || byte === 0x2e || byte === 0x54 || byte === 0x5a,
  ),
  number: stopsAt(isDigit),
  code: stopsAt(isDigit),
  flags: stopsAt((byte) => isDigit(byte) || isLetter(byte) || byte === 0x2c || byte === 0x5f || byte === ABSENT),
  token: stopsAt((byte) => byte > BLANK && byte !== QUOTE),
  text: stopsAt((byte) => byte >= BLANK && byte !== QUOTE),
};

/** The length of Envoy's default timestamp, `YYYY-MM-DDTHH:MM:SS.mmmZ`. */
export const TIME_BYTES = 24;

/** The first 16 bytes of the last timestamp that was one, at the start of any: lines of one minute follow each other. */
const minute = Int32Array.from({ length: 4 }, (_, word) => Buffer.from("1970-01-01T00:00").readInt32BE(4 * word));

/**
 * Whether Envoy's default timestamp stands at `start`, with a day that its month has: DuckDB casts it without an error.
 *
 * `view` is of the same bytes.
 */
export function isTime(bytes: Uint8Array, view: DataView, start: number): boolean {
  // The difference to ":00." and "000Z" is a digit in each place of a digit, and 0 elsewhere; seconds begin with 0 to 5.
  const seconds = view.getInt32(start + 16) ^ 0x3a30302e;
  const parts = view.getInt32(start + 20) ^ 0x3030305a;
  if ((((seconds | (seconds + 0x00020600)) & 0xfff8f0ff) | ((parts | (parts + 0x06060600)) & 0xf0f0f0ff)) !== 0)
    return false;
  if (
    view.getInt32(start + 8) === minute[2] &&
    view.getInt32(start + 12) === minute[3] &&
    view.getInt32(start) === minute[0] &&
    view.getInt32(start + 4) === minute[1]
  )
    return true;
  if (!isMinute(bytes, start)) return false;
  for (let word = 0; word < 4; word++) minute[word] = view.getInt32(start + 4 * word);
  return true;
}

const minuteShape: readonly number[] = [..."0000-00-00T00:00"].map((letter) =>
  letter === "0" ? 0 : letter.charCodeAt(0),
);

function isMinute(bytes: Uint8Array, start: number): boolean {
  for (const [place, wanted] of minuteShape.entries()) {
    const byte = bytes[start + place]!;
    if (wanted === 0 ? !isDigit(byte) : byte !== wanted) return false;
  }
  const two = (place: number): number => (bytes[start + place]! - 0x30) * 10 + bytes[start + place + 1]! - 0x30;
  const [month, day] = [two(5), two(8)];
  if (month < 1 || month > 12 || day < 1 || two(11) > 23 || two(14) > 59) return false;
  return day <= 28 || day <= daysIn(two(0) * 100 + two(2), month);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
