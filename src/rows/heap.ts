/** Bytes that values stand in, also as a view. `length` of them count; `WORD_SLACK` more may be read. */
export type Bytes = { readonly bytes: Buffer; readonly view: DataView; readonly length: number };

/** How many bytes behind the end of a value's bytes may be read (never used): a time of 24 bytes is read at once, a short text as 12 bytes. */
export const WORD_SLACK = 32;

/** Bytes that texts of a batch point into. */
export class Heap {
  #place = placeOf(0);
  length = 0;

  get bytes(): Buffer {
    return this.#place.bytes;
  }

  /** Its bytes with a view of them. */
  place(): Bytes {
    return { ...this.#place, length: this.length };
  }

  /** Makes room for so many bytes more; what is there stays. */
  reserve(size: number): void {
    if (this.length + size + WORD_SLACK <= this.bytes.length) return;
    const place = placeOf(2 * (this.length + size) + WORD_SLACK);
    this.bytes.copy(place.bytes, 0, 0, this.length);
    this.#place = place;
  }

  /** Puts a stretch of other bytes at the end and gives the place of its first. */
  append(from: Buffer, start: number, end: number): number {
    const at = this.length;
    this.reserve(end - start);
    this.length += from.copy(this.bytes, at, start, end);
    return at;
  }

  /** Puts a text at the end and gives the place of its first byte. */
  write(text: string): number {
    const at = this.length;
    this.reserve(3 * text.length);
    this.length += this.bytes.write(text, at);
    return at;
  }
}

function placeOf(size: number) {
  const bytes = Buffer.allocUnsafeSlow(size);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, size) };
}
