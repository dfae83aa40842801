import { BlockWriter } from "./block-writer.ts";
import type { Block } from "./block.ts";
import type { ByteCounts } from "./byte-counts.ts";
import { JsonLines } from "./json-lines.ts";

const [NEWLINE, BLANK, TAB] = [0x0a, 0x20, 0x09];

/**
 * The same lines, but a JSON value that stands on several of them, as `jq` prints it, is one line, or one line for
 * each record in it. A block without one passes through as it is.
 */
export async function* joinedLines(
  blocks: AsyncIterable<Block>,
  counts: Pick<ByteCounts, "isCut">,
): AsyncIterable<Block> {
  const writer = new BlockWriter();
  const lines = new JsonLines(writer);
  for await (const block of blocks) {
    const { bytes, length, tooLong } = block;
    const openings = new Openings(bytes, length);
    if (!lines.isOpen && openings.next(0) < 0) {
      yield block;
      continue;
    }
    for (let at = 0, index = 0; at < length; index++) {
      const end = bytes.indexOf(NEWLINE, at);
      const long = tooLong.find((each) => each.index === index);
      if (long !== undefined) {
        lines.end();
        writer.tooLong(long.text, 1);
      } else if (lines.isOpen || openings.next(at) === at) {
        lines.take(bytes.toString("utf8", at, end), true);
        if (!lines.isOpen) lines.end();
      } else {
        writer.copy(bytes, at, end);
      }
      if (writer.isFull) yield writer.take();
      at = end + 1;
    }
    yield writer.take();
  }
  if (counts.isCut === true) return;
  lines.end();
  yield writer.take();
}

/** The lines of a block that open a JSON value of several lines: nothing but a bracket, as every printer of JSON writes it. */
class Openings {
  readonly #bytes: Buffer;
  readonly #length: number;
  /** Where each of the brackets stands next at the end of such a line. */
  readonly #next = new Map([..."{["].map((bracket) => [Buffer.from(`${bracket}\n`), -1]));
  /** The beginning of the next such line, from `#from` on. */
  #line = -1;
  #from = -1;

  constructor(bytes: Buffer, length: number) {
    this.#bytes = bytes;
    this.#length = length;
  }

  /** The beginning of the next such line that begins at `from` or behind it, or -1. Asked in rising order. */
  next(from: number): number {
    if (this.#from >= 0 && (this.#line < 0 || this.#line >= from)) return this.#line;
    this.#from = from;
    this.#line = -1;
    for (const [ending, known] of this.#next) {
      let place = known;
      let line = place < 0 ? -1 : this.#lineOf(place);
      while (line < from) {
        place = this.#bytes.indexOf(ending, Math.max(from, place + 1));
        if (place < 0 || place >= this.#length) {
          place = Infinity;
          break;
        }
        line = this.#lineOf(place);
      }
      this.#next.set(ending, place);
      if (place !== Infinity && (this.#line < 0 || line < this.#line)) this.#line = line;
    }
    return this.#line;
  }

  /** Where the line begins of which only blanks stand before the place; else -1. */
  #lineOf(place: number): number {
    let at = place;
    while (at > 0 && (this.#bytes[at - 1] === BLANK || this.#bytes[at - 1] === TAB)) at--;
    return at === 0 || this.#bytes[at - 1] === NEWLINE ? at : -1;
  }
}
