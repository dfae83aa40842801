import type { SomeFacts } from "./facts-pool.ts";
import type { Line } from "./line.ts";
import type { Facts } from "./unwrapped-block.ts";

/** A power of two; two prefixes of one place take turns in being remembered. */
const PLACES = 1 << 10;

type Known = { readonly prefix: Uint8Array; readonly before: Facts; readonly facts: Facts };

/** Tells lines what their prefix says. A file has few different ones, so they are remembered as bytes. */
export class PrefixFacts {
  readonly #read: (prefix: string) => SomeFacts;
  readonly #known: (Known | undefined)[] = Array.from({ length: PLACES });

  constructor(read: (prefix: string) => SomeFacts) {
    this.#read = read;
  }

  /** Tells the line what stands in its bytes up to `end`. */
  tell(line: Line, end: number): void {
    const { bytes, from } = line;
    let hash = 0;
    for (let at = from; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    const known = this.#known[place];
    if (known !== undefined && known.before === line.facts && isAt(known.prefix, bytes, from, end)) {
      line.facts = known.facts;
      return;
    }
    const before = line.facts;
    line.tell(this.#read(bytes.toString("utf8", from, end)));
    this.#known[place] = { prefix: Uint8Array.from(bytes.subarray(from, end)), before, facts: line.facts };
  }
}

function isAt(prefix: Uint8Array, bytes: Uint8Array, from: number, end: number): boolean {
  if (prefix.length !== end - from) return false;
  for (let at = 0; at < prefix.length; at++) if (prefix[at] !== bytes[from + at]) return false;
  return true;
}
