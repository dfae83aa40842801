/** A file in an archive that is read from its beginning to its end. */
export type Member = {
  /** As the archive calls it; never used as a path of this machine. */
  readonly path: string;
  /** To be read before the next member is asked for, or not at all. Throws: an Error that says what is wrong with it. */
  readonly content: AsyncIterable<Uint8Array>;
};

/** The members of an archive in its order. Throws: an Error that says what is wrong with the archive from there on. */
export type MembersOf = (archive: AsyncIterable<Uint8Array>) => AsyncIterable<Member>;

/** A stream that somebody may leave half read, and whose rest can be skipped. */
export class Skippable implements AsyncIterable<Uint8Array> {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #isAtEnd = false;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    while (!this.#isAtEnd) {
      const next = await this.#next();
      if (next !== null) yield next;
    }
  }

  /** Reads on to the end. */
  async skip(): Promise<void> {
    while (!this.#isAtEnd) await this.#next();
  }

  async #next(): Promise<Uint8Array | null> {
    // A failed stream is at its end too.
    this.#isAtEnd = true;
    const next = await this.#chunks.next();
    if (next.done === true) return null;
    this.#isAtEnd = false;
    return next.value;
  }
}
