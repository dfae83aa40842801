import { BACKSLASH, QUOTE } from "./bytes.ts";
import type { Room } from "./line.ts";

/** What each letter behind a backslash stands for; 0 for those that need more care. */
const letters = new Uint8Array(256);
for (const [letter, meaning] of Object.entries({ '"': '"', "\\": "\\", "/": "/", t: "\t", n: "\n" }))
  letters[letter.charCodeAt(0)] = meaning.charCodeAt(0);
const UNICODE = 0x75;
/** Control pictures begin here: they stand for what would end a line or row. */
const PICTURES = 0x2400;

/**
 * Where a JSON string ended (the place of its quote; -1 where it did not, or is no valid JSON), how long its text is, and
 * whether a terminal's escape is in it.
 */
export type Unescaped = { end: number; length: number; isColoured: boolean };

const result: Unescaped = { end: -1, length: 0, isColoured: false };

/**
 * Writes the text of the JSON string that begins at `from`, behind its quote, into `out`: a hot loop, four bytes at a
 * time where nothing is escaped. A newline at the very end stays one; NUL, 0x1f, carriage returns and other newlines
 * become letters one can see.
 *
 * Shape: `view` shows the same bytes, with four more behind `to`. The result is overwritten by the next call. `out` has room for the whole string and eight bytes more.
 */
export function unescape(
  { bytes, view }: Room,
  from: number,
  to: number,
  { bytes: out, view: outView }: Room,
): Unescaped {
  let at = from;
  let length = 0;
  result.end = -1;
  result.isColoured = false;
  while (at < to) {
    for (;;) {
      const word = view.getInt32(at);
      const quote = word ^ 0x22222222;
      const slash = word ^ 0x5c5c5c5c;
      if (((((quote - 0x01010101) & ~quote) | ((slash - 0x01010101) & ~slash)) & 0x80808080) !== 0) break;
      outView.setInt32(length, word);
      at += 4;
      length += 4;
      if (at >= to) return result;
    }
    let byte = bytes[at]!;
    while (byte !== QUOTE && byte !== BACKSLASH) {
      out[length++] = byte;
      byte = bytes[++at]!;
    }
    if (at >= to) return result;
    if (byte === QUOTE) {
      result.end = at;
      result.length = length;
      return result;
    }
    const meaning = letters[bytes[at + 1]!]!;
    if (meaning > 0x0a || (meaning === 0x0a && bytes[at + 2] === QUOTE) || meaning === 0x09) {
      out[length++] = meaning;
      at += 2;
      continue;
    }
    const code = codeAt(bytes, at);
    if (code < 0) return result;
    if (code === 0x1b) result.isColoured = true;
    length += out.write(String.fromCodePoint(code), length);
    at += bytes[at + 1] !== UNICODE ? 2 : code > 0xffff ? 12 : 6;
  }
  return result;
}

/** The letter that an escape stands for, both halves of a pair together; -1 where it is none. */
function codeAt(bytes: Uint8Array, at: number): number {
  switch (bytes[at + 1]) {
    case 0x6e:
      return PICTURES + 0x0a;
    case 0x72:
      return PICTURES + 0x0d;
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case UNICODE:
      break;
    default:
      return -1;
  }
  const first = hexAt(bytes, at + 2);
  if (first === 0 || first === 0x1f || first === 0x0d || first === 0x0a) return PICTURES + first;
  if (first < 0xd800 || first > 0xdfff) return first;
  const second = bytes[at + 6] === BACKSLASH && bytes[at + 7] === UNICODE ? hexAt(bytes, at + 8) : -1;
  const isPair = first < 0xdc00 && second >= 0xdc00 && second <= 0xdfff;
  return isPair ? 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00) : 0xfffd;
}

/** The number that four hexadecimal digits are, or -1. */
function hexAt(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let each = 0; each < 4; each++) {
    const digit = Number.parseInt(String.fromCharCode(bytes[at + each]!), 16);
    if (Number.isNaN(digit)) return -1;
    value = value * 16 + digit;
  }
  return value;
}
