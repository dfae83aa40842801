// Bytes are looked at four at a time, as a DataView gives them: the first byte on top. `stops` has the top bit of each byte
// set at which a value ends, and no other bit, so that `Math.clz32(stops) >>> 3` is the place of the first.

/** Four times a byte. */
export const fourTimes = (byte: number): number => byte * 0x01010101;

const QUOTES = fourTimes(0x22);
const BACKSLASHES = fourTimes(0x5c);

/** The place of the first quote, or byte below `lowest` (four times a byte up to 0x80), from `start` on. */
export function endOfText(view: DataView, start: number, lowest: number): number {
  for (let at = start; ; at += 4) {
    const word = view.getInt32(at);
    const quote = word ^ QUOTES;
    const isHigh = ((word & 0x7f7f7f7f) + (0x80808080 - lowest)) | word;
    const isNoQuote = ((quote & 0x7f7f7f7f) + 0x7f7f7f7f) | quote;
    const stops = ~(isHigh & isNoQuote) & 0x80808080;
    if (stops !== 0) return at + (Math.clz32(stops) >>> 3);
  }
}

/** The same for the inside of a JSON string: quotes, backslashes and control bytes end what can be taken as it stands. */
export function endOfString(view: DataView, start: number): number {
  for (let at = start; ; at += 4) {
    const stops = stopsInString(view.getInt32(at));
    if (stops !== 0) return at + (Math.clz32(stops) >>> 3);
  }
}

/** The same where no such byte may come: then a place at or a little behind `most`, up to which four bytes at a time can be read. */
export function endOfStringBefore(view: DataView, start: number, most: number): number {
  for (let at = start; at < most; at += 4) {
    const stops = stopsInString(view.getInt32(at));
    if (stops !== 0) return at + (Math.clz32(stops) >>> 3);
  }
  return most;
}

function stopsInString(word: number): number {
  const quote = word ^ QUOTES;
  const slash = word ^ BACKSLASHES;
  const isHigh = ((word & 0x7f7f7f7f) + 0x60606060) | word;
  const isNoQuote = ((quote & 0x7f7f7f7f) + 0x7f7f7f7f) | quote;
  const isNoSlash = ((slash & 0x7f7f7f7f) + 0x7f7f7f7f) | slash;
  return ~(isHigh & isNoQuote & isNoSlash) & 0x80808080;
}

/** The place of the first byte that the table has, from `start` on. */
export function endBy(table: Uint8Array, bytes: Uint8Array, start: number): number {
  let at = start;
  while (table[bytes[at]!] === 0) at++;
  return at;
}
