import type { Heap } from "../rows/heap.ts";
import { isDash } from "./bytes.ts";
import type { LineMarker } from "./line-marker.ts";

const [OPEN, COMMA, CLOSE, QUOTE, BACKSLASH, TAB, LETTER_T] = [0x7b, 0x2c, 0x7d, 0x22, 0x5c, 0x09, 0x74];

/** Writes the fields without a column as one JSON object to the end of a heap, or nothing where all of them are absent. */
export function writeOthers(
  heap: Heap,
  bytes: Uint8Array,
  { spans, others }: Pick<LineMarker, "spans" | "others">,
): void {
  const begin = heap.length;
  for (const { key, slot, isJson } of others) {
    const start = spans[slot]!;
    const end = spans[slot + 1]!;
    if (start < 0 || isAbsent(bytes, start, end)) continue;
    heap.reserve(key.length + 2 * (end - start) + ROOM);
    const out = heap.bytes;
    let at = heap.length;
    out[at++] = at - 1 === begin ? OPEN : COMMA;
    for (let k = 0; k < key.length; k++) out[at++] = key[k]!;
    if (!isJson) out[at++] = QUOTE;
    for (let from = start; from < end; from++) {
      const byte = bytes[from]!;
      const isEscaped = !isJson && (byte === QUOTE || byte === BACKSLASH || byte === TAB);
      if (isEscaped) out[at++] = BACKSLASH;
      out[at++] = isEscaped && byte === TAB ? LETTER_T : byte;
    }
    if (!isJson) out[at++] = QUOTE;
    heap.length = at;
  }
  if (heap.length > begin) heap.bytes[heap.length++] = CLOSE;
}

/** What stands around a value, the end of the object, and what may be read behind it. */
const ROOM = 32;

/** Whether a value is "-" or empty, also in the quotes that JSON keeps. */
function isAbsent(bytes: Uint8Array, start: number, end: number): boolean {
  const quotes = bytes[start] === QUOTE && end - start >= 2 && bytes[end - 1] === QUOTE ? 1 : 0;
  return end - start === 2 * quotes || isDash(bytes, start + quotes, end - quotes);
}
