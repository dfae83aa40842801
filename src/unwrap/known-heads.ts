import { BACKSLASH, COMMA, OPEN_BRACE, QUOTE } from "./bytes.ts";

/** With keys in random order, as Istio had them from 1.4 to 1.8, lines begin in hundreds of ways. */
const MOST_HEADS = 2000;
/** Keys are short, and the first value is a time, a name or a number. */
const MOST_HEAD_BYTES = 300;

/**
 * Remembers JSON lines that nothing is wrapped in by their first two keys, so that a log of such lines costs a glance at
 * each and not a parse. Two, because an access log line and a collector's record may both begin with a time.
 */
export class KnownHeads {
  readonly #known = new Set<number>();

  has(bytes: Uint8Array, from: number, to: number): boolean {
    return this.#known.size > 0 && this.#known.has(headOf(bytes, from, to));
  }

  add(bytes: Uint8Array, from: number, to: number): void {
    const head = headOf(bytes, from, to);
    if (head !== 0 && this.#known.size < MOST_HEADS) this.#known.add(head);
  }
}

/** A hash of the first two keys of an object, or 0 where they are not plain. */
function headOf(bytes: Uint8Array, from: number, to: number): number {
  const most = Math.min(to, from + MOST_HEAD_BYTES);
  if (bytes[from] !== OPEN_BRACE || bytes[from + 1] !== QUOTE) return 0;
  let hash = 0x811c9dc5;
  let at = from + 2;
  for (let key = 0; ; key++) {
    for (; bytes[at] !== QUOTE; at++) {
      if (at >= most || bytes[at] === BACKSLASH) return 0;
      hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    }
    if (key === 1) return hash | 1;
    at = valueEnd(bytes, at + 1, most);
    if (at < 0 || bytes[at] !== COMMA || bytes[at + 1] !== QUOTE) return 0;
    at += 2;
  }
}

/** Where a plain value ends that follows the key which ended before `at`, or -1. */
function valueEnd(bytes: Uint8Array, at: number, most: number): number {
  let end = at + 1;
  if (bytes[end] === QUOTE) {
    end++;
    while (end < most && bytes[end] !== QUOTE) if (bytes[end++] === BACKSLASH) return -1;
    return end < most ? end + 1 : -1;
  }
  while (end < most && bytes[end] !== COMMA) {
    if (bytes[end] === OPEN_BRACE || bytes[end] === 0x5b) return -1;
    end++;
  }
  return end < most ? end : -1;
}
