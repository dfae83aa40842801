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

const two = (bytes: Uint8Array, at: number): number => (bytes[at]! - 0x30) * 10 + bytes[at + 1]! - 0x30;

/** The length of Envoy's default timestamp, `YYYY-MM-DDTHH:MM:SS.mmmZ`. */
export const TIME_BYTES = 24;

/** Whether Envoy's default timestamp stands at `start`, with a day that its month has: DuckDB casts it without an error. */
export function isTime(bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < TIME_BYTES; at++) {
    const byte = bytes[start + at]!;
    const wanted = timeShape[at]!;
    if (wanted === 0 ? !isDigit(byte) : byte !== wanted) return false;
  }
  const month = two(bytes, start + 5);
  const day = two(bytes, start + 8);
  if (month < 1 || month > 12 || day < 1 || two(bytes, start + 11) > 23) return false;
  if (two(bytes, start + 14) > 59 || two(bytes, start + 17) > 59) return false;
  return day <= 28 || day <= daysIn(two(bytes, start) * 100 + two(bytes, start + 2), month);
}

const timeShape: readonly number[] = [..."0000-00-00T00:00:00.000Z"].map((letter) =>
  letter === "0" ? 0 : letter.charCodeAt(0),
);

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
