import type { Kind } from "../core/columns.ts";

/** Ends a line. */
export const NEWLINE = 0x0a;
/** The one byte of "-", the value that stands for "absent" in Envoy's text formats. */
export const ABSENT = 0x2d;
/** The most digits that surely fit a BIGINT. */
export const MOST_DIGITS = 18;

/** Whether the value that stands from one place to another is "-". */
export function isDash(bytes: Uint8Array, begin: number, end: number): boolean {
  return end - begin === 1 && bytes[begin] === ABSENT;
}

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
