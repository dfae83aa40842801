// Bytes are looked at four at a time, as a DataView gives them: the first byte on top.

/** Four times a byte: what `stopsIn` takes as the lowest byte that a value may hold. */
export const fourTimes = (byte: number): number => byte * 0x01010101;

/**
 * The bytes of a word at which a value ends: quotes, and bytes below `lowest` (four times a byte up to 0x80). Each has its
 * top bit set in what comes back, and no other bit is, so that `Math.clz32(stops) >>> 3` is the place of the first.
 */
export function stopsIn(word: number, lowest: number): number {
  const quote = word ^ 0x22222222;
  const isHigh = ((word & 0x7f7f7f7f) + (0x80808080 - lowest)) | word;
  const isNoQuote = ((quote & 0x7f7f7f7f) + 0x7f7f7f7f) | quote;
  return ~(isHigh & isNoQuote) & 0x80808080;
}

/** As `stopsIn`, for the inside of a JSON string: quotes, backslashes and control bytes end what can be taken as it stands. */
export function stringStopsIn(word: number): number {
  const quote = word ^ 0x22222222;
  const slash = word ^ 0x5c5c5c5c;
  const isHigh = ((word & 0x7f7f7f7f) + 0x60606060) | word;
  const isNoQuote = ((quote & 0x7f7f7f7f) + 0x7f7f7f7f) | quote;
  const isNoSlash = ((slash & 0x7f7f7f7f) + 0x7f7f7f7f) | slash;
  return ~(isHigh & isNoQuote & isNoSlash) & 0x80808080;
}

/** As `stopsIn`, for digits: any other byte ends them. */
export function digitStopsIn(word: number): number {
  const digits = word ^ 0x30303030;
  return (((digits & 0x7f7f7f7f) + 0x76767676) | digits) & 0x80808080;
}
