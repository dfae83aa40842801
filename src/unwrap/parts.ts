import { MOST_LINE_BYTES } from "../read/block.ts";
import type { Line } from "./line.ts";
import type { Facts } from "./unwrapped-block.ts";
import type { Rest } from "./wrapper.ts";

/** More than this cannot wait for their ends at once; the one that waits longest is given up. */
const MOST_WAITING = 1000;
const MOST_WAITING_BYTES = 32 << 20;

/** The parts of one line so far, each with its place among them. */
type Waiting = { readonly parts: { readonly index: number; readonly bytes: Buffer }[]; length: number; span: number };

/**
 * The parts of lines that a runtime cut: each stream of each container has its own, since their lines interleave.
 *
 * Source: access-log-formats.md sections 6.3 and 6.4.
 */
export class Parts {
  readonly #waiting = new Map<Facts, Map<string, Waiting>>();
  #count = 0;
  #bytes = 0;
  #givenUp: Rest[] = [];

  /** Keeps the text of a line, whose end is still to come: the next part, or that of a number where parts are numbered. */
  keep(line: Line, stream: string, index?: number): void {
    const streams = this.#waiting.get(line.facts) ?? new Map<string, Waiting>();
    this.#waiting.set(line.facts, streams);
    let waiting = streams.get(stream);
    if (waiting === undefined) {
      waiting = { parts: [], length: 0, span: 0 };
      streams.set(stream, waiting);
      this.#count++;
    }
    const length = line.to - line.from;
    waiting.span += line.span;
    waiting.length += length;
    // What is longer than a line can be is reported by its beginning.
    if (waiting.length <= MOST_LINE_BYTES) {
      waiting.parts.push(partOf(line, index ?? waiting.parts.length));
      this.#bytes += length;
    }
    if (this.#count > MOST_WAITING || this.#bytes > MOST_WAITING_BYTES) this.#giveUpOldest();
  }

  /** Puts what waits for this line's text in front of it, or around it where parts are numbered. */
  complete(line: Line, stream: string, index?: number): void {
    // For most lines nothing waits.
    const waiting = this.#count === 0 ? undefined : this.#take(line.facts, stream);
    if (waiting === undefined) return;
    const length = waiting.length + line.to - line.from;
    const isTooLong = line.isTooLong || length > MOST_LINE_BYTES;
    if (!isTooLong) waiting.parts.push(partOf(line, index ?? waiting.parts.length));
    const room = line.room(Math.min(length, MOST_LINE_BYTES));
    line.replace(
      room,
      inOrder(waiting).reduce((end, { bytes }) => end + bytes.copy(room.bytes, end), 0),
    );
    line.span += waiting.span;
    line.isTooLong = isTooLong;
  }

  /** The joined parts that were given up; at the end of the source all that are left. */
  rest(isEnd: boolean): readonly Rest[] {
    if (isEnd) while (this.#count > 0) this.#giveUpOldest();
    const rest = this.#givenUp;
    if (rest.length > 0) this.#givenUp = [];
    return rest;
  }

  #giveUpOldest(): void {
    const [facts, streams] = this.#waiting.entries().next().value ?? [];
    const stream = streams?.keys().next().value;
    const waiting = facts === undefined || stream === undefined ? undefined : this.#take(facts, stream);
    if (facts === undefined || waiting === undefined) return;
    const text = Buffer.concat(inOrder(waiting).map(({ bytes }) => bytes)).toString();
    this.#givenUp.push({ text, facts, span: waiting.span });
  }

  #take(facts: Facts, stream: string): Waiting | undefined {
    const streams = this.#waiting.get(facts);
    const waiting = streams?.get(stream);
    if (streams === undefined || waiting === undefined) return undefined;
    streams.delete(stream);
    if (streams.size === 0) this.#waiting.delete(facts);
    this.#count--;
    this.#bytes -= waiting.parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
    return waiting;
  }
}

function partOf({ bytes, from, to }: Line, index: number): Waiting["parts"][number] {
  return { index, bytes: Buffer.from(bytes.subarray(from, to)) };
}

function inOrder({ parts }: Waiting): Waiting["parts"] {
  return parts.sort((one, other) => one.index - other.index);
}
