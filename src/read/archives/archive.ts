import { chunksOf } from "../byte-source.ts";
import type { ArchiveKind } from "../kind.ts";
import type { OpenSource } from "../unpack.ts";
import { Skippable, type Member, type MembersOf } from "./member.ts";
import { tarMembers } from "./tar.ts";
import { zipMembers } from "./zip.ts";

/** An archive may unpack to this many bytes, and beyond that to this many times its size: logs pack ten to a hundred times. */
const FREE_BYTES = 64 << 20;
const MOST_RATIO = 200;

const shelf: Readonly<Record<ArchiveKind, MembersOf>> = { tar: tarMembers, zip: zipMembers };

/** Data that unpacks to more than any log would. */
class BombError extends Error {}

/**
 * An archive on its way from its beginning to its end: it is packed as a whole, so it can be read in no other order. To
 * open a member behind the last one reads on; to open one before it begins again.
 */
export class Archive {
  readonly #kind: ArchiveKind;
  readonly #open: () => Promise<OpenSource>;
  #source: OpenSource | undefined;
  #members: AsyncIterator<Member> | undefined;
  #current: Skippable | undefined;
  /** The index of the next member. */
  #next = 0;
  #unpacked = 0;
  /** What was wrong with the last member: where it was cut, nothing follows it. */
  #failure: unknown;

  constructor(kind: ArchiveKind, open: () => Promise<OpenSource>) {
    this.#kind = kind;
    this.#open = open;
  }

  /** How many of the archive's own bytes were read. */
  get taken(): number {
    return this.#source?.taken() ?? 0;
  }

  /** The next member, or null at the end. Throws: an Error that says what is wrong with the archive from here on. */
  async next(): Promise<Member | null> {
    if (this.#members === undefined) {
      this.#source = await this.#open();
      this.#members = shelf[this.#kind](chunksOf(this.#source))[Symbol.asyncIterator]();
    }
    await this.#current?.skip().catch(() => {});
    if (this.#failure instanceof BombError) throw this.#failure;
    const next = await this.#members.next();
    if (next.done === true) {
      const problem = this.#source?.problem() ?? null;
      if (problem !== null) throw new Error(problem);
      if (this.#failure !== undefined) throw this.#failure;
      return null;
    }
    this.#failure = undefined;
    this.#next++;
    this.#current = new Skippable(this.#bounded(next.value.content));
    return { path: next.value.path, content: this.#current };
  }

  /** The member of that index, from 0. Throws: as `next`. */
  async at(index: number): Promise<Member | null> {
    if (index < this.#next) await this.restart();
    for (;;) {
      const isWanted = this.#next === index;
      const member = await this.next();
      if (isWanted || member === null) return member;
    }
  }

  /** Goes back to before the first member. */
  async restart(): Promise<void> {
    const source = this.#source;
    this.#source = undefined;
    this.#members = undefined;
    this.#current = undefined;
    this.#next = 0;
    this.#unpacked = 0;
    this.#failure = undefined;
    await source?.close();
  }

  async *#bounded(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    try {
      for await (const chunk of content) {
        this.#unpacked += chunk.length;
        refuseBomb(this.#unpacked, this.taken);
        yield chunk;
      }
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }
}

/** Throws: BombError, where so many bytes cannot be honest content of an archive of which so many were read. */
export function refuseBomb(unpacked: number, taken: number): void {
  if (unpacked > FREE_BYTES + MOST_RATIO * taken)
    throw new BombError(`it unpacks to more than ${MOST_RATIO} times its size`);
}
