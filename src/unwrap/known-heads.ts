import { endOfStringBefore } from "../core/words.ts";
import { COMMA, OPEN_BRACE, QUOTE } from "./bytes.ts";

const OPEN_BRACKET = 0x5b;
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

  has(view: DataView, from: number, to: number): boolean {
    return this.#known.size > 0 && this.#known.has(headOf(view, from, to));
  }

  add(view: DataView, from: number, to: number): void {
    const head = headOf(view, from, to);
    if (head !== 0 && this.#known.size < MOST_HEADS) this.#known.add(head);
  }
}

/** A hash of the first two keys of an object, or 0 where they are not plain. */
function headOf(view: DataView, from: number, to: number): number {
  // Four bytes are read at a time.
  const most = Math.min(to, from + MOST_HEAD_BYTES, view.byteLength - 3);
  if (most - from < 2 || view.getUint8(from) !== OPEN_BRACE || view.getUint8(from + 1) !== QUOTE) return 0;
  const first = from + 2;
  const firstEnd = closingQuote(view, first, most);
  const comma = firstEnd < 0 ? -1 : valueEnd(view, firstEnd + 2, most);
  if (comma < 0) return 0;
  const second = comma + 2;
  const secondEnd = second < most && view.getUint8(comma + 1) === QUOTE ? closingQuote(view, second, most) : -1;
  return secondEnd < 0 ? 0 : hashOf(view, second, secondEnd, hashOf(view, first, firstEnd, 0x811c9dc5)) | 1;
}

/** Where the plain string ends that begins at `start`, or -1. */
function closingQuote(view: DataView, start: number, most: number): number {
  const end = endOfStringBefore(view, start, most);
  return end < most && view.getUint8(end) === QUOTE ? end : -1;
}

/** Where the comma behind a plain value stands, or -1. */
function valueEnd(view: DataView, start: number, most: number): number {
  let end = start;
  if (start < most && view.getUint8(start) === QUOTE) {
    end = closingQuote(view, start + 1, most) + 1;
    return end > 0 && end < most && view.getUint8(end) === COMMA ? end : -1;
  }
  for (; end < most && view.getUint8(end) !== COMMA; end++) {
    if (view.getUint8(end) === OPEN_BRACE || view.getUint8(end) === OPEN_BRACKET) return -1;
  }
  return end < most ? end : -1;
}

/** A hash of some bytes that goes on from another one; their number counts, so that two keys are not one. */
function hashOf(view: DataView, start: number, end: number, before: number): number {
  let hash = Math.imul(before ^ (end - start), 0x01000193);
  let at = start;
  for (; at + 4 <= end; at += 4) hash = mixed(hash, view.getInt32(at));
  return at < end ? mixed(hash, view.getInt32(at) >>> (32 - 8 * (end - at))) : hash;
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x01000193);
  return product ^ (product >>> 15);
}
