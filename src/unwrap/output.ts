import { BLOCK_BYTES, BLOCK_SLACK, EXCERPT_BYTES, MOST_LINE_BYTES, type Block, type TooLong } from "../read/block.ts";
import { NEWLINE } from "./bytes.ts";
import { noFacts } from "./facts-pool.ts";
import type { Line } from "./line.ts";
import type { Facts, UnwrappedBlock } from "./unwrapped-block.ts";

const noWrappers: readonly string[] = [];

/** Collects unwrapped lines into blocks. A block that was taken is overwritten by what is added next. */
export class Output {
  #bytes = Buffer.allocUnsafeSlow(BLOCK_BYTES + MOST_LINE_BYTES + BLOCK_SLACK);
  #view: DataView = viewOf(this.#bytes);
  #length = 0;
  #spans: number[] = [];
  #facts: Facts[] = [];
  #tooLong: TooLong[] = [];
  #hasFacts = false;
  #wrappers: (readonly string[])[] | null = null;
  readonly #namesWrappers: boolean;

  constructor(namesWrappers: boolean) {
    this.#namesWrappers = namesWrappers;
    if (namesWrappers) this.#wrappers = [];
  }

  /** Whether the block should be taken before the next line. */
  get isFull(): boolean {
    return this.#length >= BLOCK_BYTES;
  }

  /** Adds a line that was in these wrappers. */
  add({ bytes, view, from, to, facts, span, isTooLong }: Line, wrappers: readonly string[] = noWrappers): void {
    const length = to - from;
    if (isTooLong || length > MOST_LINE_BYTES) {
      const text = bytes.toString("utf8", from, Math.min(to, from + EXCERPT_BYTES));
      this.#tooLong.push({ index: this.#spans.length, text });
    } else {
      this.#reserve(length);
      const start = this.#length;
      const out = this.#view;
      // Four bytes at a time, past the end where need be: the newline and the next line are written over what is too much.
      for (let done = 0; done < length; done += 4) out.setInt32(start + done, view.getInt32(from + done));
      this.#length += length;
    }
    this.#end(facts, span, wrappers);
  }

  /** Adds neighbouring lines of a block as they are, the first of which is the one of that index. */
  addAll({ bytes, spans }: Block, from: number, to: number, first: number, count: number, facts: Facts): void {
    this.#reserve(to - from);
    this.#length += bytes.copy(this.#bytes, this.#length, from, to);
    for (let index = first; index < first + count; index++) {
      this.#spans.push(spans?.[index] ?? 1);
      this.#facts.push(facts);
      this.#wrappers?.push(noWrappers);
    }
    this.#hasFacts ||= facts !== noFacts;
  }

  /** Adds an empty line in the place of one that was too long. */
  addTooLong(text: string, facts: Facts, span: number): void {
    this.#tooLong.push({ index: this.#spans.length, text });
    this.#end(facts, span, noWrappers);
  }

  /** What was collected. */
  take(): UnwrappedBlock {
    const block: UnwrappedBlock = {
      bytes: this.#bytes,
      length: this.#length,
      spans: this.#spans,
      tooLong: this.#tooLong,
      facts: this.#hasFacts ? this.#facts : null,
      wrappers: this.#wrappers,
    };
    this.#length = 0;
    this.#spans = [];
    this.#facts = [];
    this.#tooLong = [];
    this.#hasFacts = false;
    if (this.#namesWrappers) this.#wrappers = [];
    return block;
  }

  /** Sees to the room for that many bytes: what is unwrapped is hardly ever longer than it was. */
  #reserve(length: number): void {
    const needed = this.#length + length + 1 + BLOCK_SLACK;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * needed);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }

  #end(facts: Facts, span: number, wrappers: readonly string[]): void {
    this.#reserve(0);
    this.#bytes[this.#length++] = NEWLINE;
    this.#spans.push(span);
    this.#facts.push(facts);
    this.#wrappers?.push(wrappers);
    this.#hasFacts ||= facts !== noFacts;
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
