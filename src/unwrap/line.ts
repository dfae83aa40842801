import { FactsPool, noFacts, type SomeFacts } from "./facts-pool.ts";
import { objectFrom, type JsonObject } from "./json-value.ts";
import type { Facts } from "./unwrapped-block.ts";

/** How many bytes behind a line's text can be read. */
const SLACK = 8;
const nothing = Buffer.alloc(SLACK);

/** Bytes to write a text into, which the line then may take as its own. */
export type Room = { readonly bytes: Buffer; readonly view: DataView };

/** Another line that came out of one. */
export type MoreText = { readonly text: string; readonly facts: Facts };

/**
 * A line on its way through the wrappers: where its text stands now, and what was told of it so far. There is one
 * object for all lines of a source; a wrapper changes it as it takes its layer off.
 *
 * Shape: the text is `bytes[from..to)`, without a newline; `view` shows the same bytes.
 */
export class Line {
  bytes: Buffer = nothing;
  view: DataView = new DataView(nothing.buffer, nothing.byteOffset, nothing.length);
  from = 0;
  to = 0;
  facts: Facts = noFacts;
  /** How many lines of the source it stands for. */
  span = 1;
  /** Whether terminal colours may be in it. */
  mayBeColoured = false;
  /** Whether it is longer than a line can be; its text is then just the beginning. */
  isTooLong = false;
  /** The lines that it holds, where a wrapper says that it holds several. */
  more: readonly MoreText[] = [];
  readonly #facts: FactsPool;
  #record: JsonObject | null | undefined;
  readonly #rooms: Room[] = [roomOf(nothing), roomOf(nothing)];

  constructor(facts: FactsPool) {
    this.#facts = facts;
  }

  /** Begins with a line of a block. */
  start(bytes: Buffer, view: DataView, from: number, to: number): void {
    this.bytes = bytes;
    this.view = view;
    this.from = from;
    this.to = to;
    this.isTooLong = false;
    this.#record = undefined;
  }

  /** Leaves the text from a place on, up to another; nothing of it where the place is behind its end. */
  keep(from: number, to = this.to): void {
    this.from = Math.min(from, to);
    this.to = to;
    this.#record = undefined;
  }

  /** Puts another text in its place: control characters that end lines or rows as letters one can see. */
  write(text: string): void {
    const clean = harmless(text);
    const room = this.room(clean.length * 3);
    this.replace(room, room.bytes.write(clean));
    this.mayBeColoured = clean.includes("\u001b");
  }

  /** Room for that many bytes that is not where the text stands now. */
  room(length: number): Room {
    const place = this.#rooms[0]!.bytes === this.bytes ? 1 : 0;
    const room = this.#rooms[place]!;
    if (room.bytes.length >= length + SLACK) return room;
    const larger = roomOf(Buffer.allocUnsafeSlow(Math.max(4096, 2 * length) + SLACK));
    this.#rooms[place] = larger;
    return larger;
  }

  /** Puts what was written into a room in the place of the text. */
  replace({ bytes, view }: Room, length: number): void {
    this.bytes = bytes;
    this.view = view;
    this.keep(0, length);
  }

  /** Adds what a wrapper told. */
  tell(facts: SomeFacts): void {
    this.facts = this.#facts.join(this.facts, facts);
  }

  /** The facts of the line with those of a part of it. */
  factsWith(facts: SomeFacts): Facts {
    return this.#facts.join(this.facts, facts);
  }

  get text(): string {
    return this.bytes.toString("utf8", this.from, this.to);
  }

  /** The object that the line is in JSON, or null. Read once, however many wrappers ask. */
  get record(): JsonObject | null {
    if (this.#record === undefined) this.#record = this.bytes[this.from] === 0x7b ? objectFrom(this.text) : null;
    return this.#record;
  }
}

function roomOf(bytes: Buffer): Room {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** The text as one line without NUL, 0x1f and carriage returns; a JSON string may hold them all. */
export function harmless(text: string): string {
  return text.replace(/[\0\n\r\u001f]/g, (letter) => String.fromCharCode(0x2400 + letter.charCodeAt(0)));
}
