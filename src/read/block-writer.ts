import { BLOCK_BYTES, BLOCK_SLACK, EXCERPT_BYTES, MOST_LINE_BYTES, type Block, type TooLong } from "./block.ts";

const NEWLINE = 0x0a;
const ROOM = BLOCK_BYTES + MOST_LINE_BYTES + 1;

/** Collects lines into blocks. A block that was taken is overwritten by what is written next. */
export class BlockWriter {
  #bytes = Buffer.allocUnsafeSlow(ROOM + BLOCK_SLACK);
  #length = 0;
  #spans: number[] = [];
  #tooLong: TooLong[] = [];

  /** Whether the block is as long as blocks usually are and should be taken before the next line. */
  get isFull(): boolean {
    return this.#length >= BLOCK_BYTES;
  }

  /** Adds one line without its newline, which stands for `span` lines of the source. */
  line(text: string, span: number): void {
    // Three bytes are the most that one unit of a string can become.
    const fits = text.length * 3 <= MOST_LINE_BYTES || Buffer.byteLength(text) <= MOST_LINE_BYTES;
    if (!fits) return this.tooLong(text, span);
    this.#reserve(text.length * 3);
    this.#length += this.#bytes.write(text, this.#length);
    this.#end(span);
  }

  /** Adds an empty line in the place of one that was too long. */
  tooLong(text: string, span: number): void {
    this.#tooLong.push({ index: this.#spans.length, text: text.slice(0, EXCERPT_BYTES) });
    this.#end(span);
  }

  /** Adds one line of another block, up to `end`. */
  copy(bytes: Buffer, start: number, end: number): void {
    this.#reserve(end - start);
    this.#length += bytes.copy(this.#bytes, this.#length, start, end);
    this.#end(1);
  }

  /** What was collected, which may be nothing. */
  take(): Block {
    const block = { bytes: this.#bytes, length: this.#length, spans: this.#spans, tooLong: this.#tooLong };
    this.#length = 0;
    this.#spans = [];
    this.#tooLong = [];
    return block;
  }

  /** Sees to the room for that many bytes and a newline: what stands around many short records is repeated for each. */
  #reserve(bytes: number): void {
    const needed = this.#length + bytes + 1 + BLOCK_SLACK;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * needed);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  #end(span: number): void {
    this.#reserve(0);
    this.#bytes[this.#length++] = NEWLINE;
    this.#spans.push(span);
  }
}
