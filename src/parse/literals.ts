/**
 * Literals packed for comparing four bytes at a time: literal `i` is the words from `from[i]` to `from[i + 1]`, each
 * with the mask of the bytes that count, and `sizes[i]` bytes long. Bytes of a word are in the order of a DataView (big end first).
 */
export type Literals = {
  readonly words: Int32Array;
  readonly masks: Int32Array;
  readonly from: Int32Array;
  readonly sizes: Int32Array;
};

/** Packs literals in their order. */
export function pack(literals: readonly Uint8Array[]): Literals {
  const words: number[] = [];
  const masks: number[] = [];
  const from = [0];
  for (const literal of literals) {
    for (let at = 0; at < literal.length; at += 4) {
      let [word, mask] = [0, 0];
      for (let byte = 0; byte < 4; byte++) {
        word = (word << 8) | (literal[at + byte] ?? 0);
        mask = (mask << 8) | (at + byte < literal.length ? 0xff : 0);
      }
      words.push(word);
      masks.push(mask);
    }
    from.push(words.length);
  }
  return {
    words: Int32Array.from(words),
    masks: Int32Array.from(masks),
    from: Int32Array.from(from),
    sizes: Int32Array.from(literals, (literal) => literal.length),
  };
}
