export const [NEWLINE, BLANK, TAB, QUOTE, BACKSLASH, ESCAPE] = [0x0a, 0x20, 0x09, 0x22, 0x5c, 0x1b];
export const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, COLON, COMMA, EQUALS] = [0x5b, 0x5d, 0x7b, 0x3a, 0x2c, 0x3d];

/** Whether the byte is `0` to `9`. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Whether that many digits stand at a place. */
export function areDigits(bytes: Uint8Array, at: number, count: number): boolean {
  for (let each = 0; each < count; each++) if (!isDigit(bytes[at + each])) return false;
  return true;
}

/** Whether the letters, which are ASCII, stand at a place. */
export function hasAt(bytes: Uint8Array, at: number, letters: string): boolean {
  for (let each = 0; each < letters.length; each++) if (bytes[at + each] !== letters.charCodeAt(each)) return false;
  return true;
}

/** Where the byte stands next in `from..to`, or -1. */
export function findIn(bytes: Uint8Array, byte: number, from: number, to: number): number {
  for (let at = from; at < to; at++) if (bytes[at] === byte) return at;
  return -1;
}

/** Whether an Envoy access log line in text begins at a place: its time in brackets, perhaps behind Emissary's word. */
export function isTextLine(bytes: Uint8Array, at: number): boolean {
  const start = bytes[at] === 0x41 && hasAt(bytes, at, "ACCESS [") ? at + 7 : at;
  return (
    bytes[start] === OPEN_BRACKET &&
    areDigits(bytes, start + 1, 4) &&
    bytes[start + 5] === 0x2d &&
    bytes[start + 11] === 0x54
  );
}

/** Whether an ISO date with a time begins at a place, as far as `2026-11-20T0`. */
export function isTime(bytes: Uint8Array, at: number): boolean {
  return (
    areDigits(bytes, at, 4) &&
    bytes[at + 4] === 0x2d &&
    areDigits(bytes, at + 5, 2) &&
    bytes[at + 7] === 0x2d &&
    areDigits(bytes, at + 8, 2) &&
    bytes[at + 10] === 0x54 &&
    isDigit(bytes[at + 11])
  );
}

/** Where an ISO time ends that begins at a place, with its fraction and zone if it has them; -1 where there is none. */
export function timeEnd(bytes: Uint8Array, at: number): number {
  if (!isTime(bytes, at)) return -1;
  if (!areDigits(bytes, at + 11, 2) || bytes[at + 13] !== COLON || !areDigits(bytes, at + 14, 2)) return -1;
  if (bytes[at + 16] !== COLON || !areDigits(bytes, at + 17, 2)) return -1;
  let end = at + 19;
  if (bytes[end] === 0x2e || bytes[end] === COMMA) {
    end++;
    while (isDigit(bytes[end])) end++;
  }
  if (bytes[end] === 0x5a) return end + 1;
  if (bytes[end] !== 0x2b && bytes[end] !== 0x2d) return end;
  if (!areDigits(bytes, end + 1, 2)) return -1;
  const colon = bytes[end + 3] === COLON ? 1 : 0;
  return areDigits(bytes, end + 3 + colon, 2) ? end + 5 + colon : -1;
}

/** Whether something that logs are made of begins at a place: an access log line, JSON, or a time. */
export function isLogStart(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  if (byte === OPEN_BRACE) return bytes[at + 1] === QUOTE;
  if (byte === OPEN_BRACKET || byte === 0x41) return isTextLine(bytes, at);
  return isDigit(byte) && isTime(bytes, at);
}
