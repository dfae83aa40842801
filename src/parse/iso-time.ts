import { putNumber } from "../rows/cells.ts";

/** The length of Envoy's default timestamp, `YYYY-MM-DDTHH:MM:SS.mmmZ`. */
export const TIME_BYTES = 24;

const SECOND = 1e6;
const MINUTE = 60 * SECOND;

/** The first 16 bytes of the last timestamp that was one, at the start of any, and when that minute began: lines of one minute follow each other. */
const minute = Int32Array.from({ length: 4 }, (_, word) => Buffer.from("1970-01-01T00:00").readInt32BE(4 * word));
let minuteBegan = 0;

/**
 * Whether Envoy's default timestamp stands at `start`, with a day that its month has.
 *
 * `view` is of the same bytes.
 */
export function isTime(bytes: Uint8Array, view: DataView, start: number): boolean {
  // The difference to ":00." and "000Z" is a digit in each place of a digit, and 0 elsewhere; seconds begin with 0 to 5.
  const seconds = view.getInt32(start + 16) ^ 0x3a30302e;
  const parts = view.getInt32(start + 20) ^ 0x3030305a;
  if ((((seconds | (seconds + 0x00020600)) & 0xfff8f0ff) | ((parts | (parts + 0x06060600)) & 0xf0f0f0ff)) !== 0)
    return false;
  return isSameMinute(view, start) || isMinute(bytes, view, start);
}

/**
 * Writes the cells of a time that `isTime` or `times.ts` took or made, as microseconds since 1970: three or six digits of the
 * second, then Z. `view` is of the same bytes.
 */
export function putTime(
  cells: Int32Array,
  at: number,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
): void {
  if (!isSameMinute(view, start)) isMinute(bytes, view, start);
  let fraction = 0;
  for (let digit = start + 20; digit < end - 1; digit++) fraction = fraction * 10 + bytes[digit]! - 0x30;
  const second = two(bytes, start + 17) * SECOND + (end - start === TIME_BYTES ? fraction * 1000 : fraction);
  putNumber(cells, at, minuteBegan + second);
}

function isSameMinute(view: DataView, start: number): boolean {
  return (
    view.getInt32(start + 8) === minute[2] &&
    view.getInt32(start + 12) === minute[3] &&
    view.getInt32(start) === minute[0] &&
    view.getInt32(start + 4) === minute[1]
  );
}

const minuteShape: readonly number[] = [..."0000-00-00T00:00"].map((letter) =>
  letter === "0" ? 0 : letter.charCodeAt(0),
);

/** Whether a minute stands there; then it is remembered. */
function isMinute(bytes: Uint8Array, view: DataView, start: number): boolean {
  for (const [place, wanted] of minuteShape.entries()) {
    const byte = bytes[start + place]!;
    if (wanted === 0 ? byte < 0x30 || byte > 0x39 : byte !== wanted) return false;
  }
  const [month, day, hour, of] = [5, 8, 11, 14].map((place) => two(bytes, start + place));
  const date = new Date(0);
  date.setUTCFullYear(two(bytes, start) * 100 + two(bytes, start + 2), month! - 1, day);
  if (date.getUTCMonth() !== month! - 1 || date.getUTCDate() !== day || hour! > 23 || of! > 59) return false;
  for (let word = 0; word < 4; word++) minute[word] = view.getInt32(start + 4 * word);
  minuteBegan = date.getTime() * 1000 + (hour! * 60 + of!) * MINUTE;
  return true;
}

function two(bytes: Uint8Array, at: number): number {
  return (bytes[at]! - 0x30) * 10 + bytes[at + 1]! - 0x30;
}
