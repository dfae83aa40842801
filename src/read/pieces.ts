const nothing = Buffer.alloc(0);

/** A stream's bytes by the piece; what was taken too much can be given back. */
export class Pieces {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Buffer = nothing;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** At least one and at most `most` bytes; null at the end. */
  async next(most: number): Promise<Buffer | null> {
    while (this.#held.length === 0) {
      const chunk = await this.#chunks.next();
      if (chunk.done === true) return null;
      this.#held = Buffer.from(chunk.value.buffer, chunk.value.byteOffset, chunk.value.length);
    }
    const piece = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(piece.length);
    return piece;
  }

  /** Exactly that many bytes; null where the stream ends before them. */
  async take(count: number): Promise<Buffer | null> {
    const taken = await this.takeUpTo(count);
    return taken.length < count ? null : taken;
  }

  /** That many bytes, or as many as there are. */
  async takeUpTo(count: number): Promise<Buffer> {
    let taken: Buffer = nothing;
    while (taken.length < count) {
      const piece = await this.next(count - taken.length);
      if (piece === null) break;
      taken = taken.length === 0 ? piece : Buffer.concat([taken, piece]);
    }
    return taken;
  }

  /** Puts bytes back in front. */
  giveBack(bytes: Buffer): void {
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([bytes, this.#held]);
  }

  /** Skips bytes of that value and says whether any other follows. */
  async skip(value: number): Promise<boolean> {
    for (let piece = await this.next(Infinity); piece !== null; piece = await this.next(Infinity)) {
      const at = piece.findIndex((byte) => byte !== value);
      if (at < 0) continue;
      this.giveBack(piece.subarray(at));
      return true;
    }
    return false;
  }
}
