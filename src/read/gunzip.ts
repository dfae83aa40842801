import { createInflateRaw, crc32 } from "node:zlib";
import { Pieces } from "./pieces.ts";

/** Output per call into zlib. What a failing call had made so far is lost, so it is small. */
const OUTPUT_BYTES = 1 << 16;
/** Input per write: a thousand times as much may come out of it before the next one. */
const INPUT_BYTES = 1 << 14;
const TRAILER_BYTES = 8;
const [EXTRA, NAME, COMMENT, CHECKSUM] = [0x04, 0x08, 0x10, 0x02];

/**
 * The plain bytes of gzip, all members of it.
 *
 * Node's own `Gunzip` throws away up to a buffer of good data when a file is cut off or something else follows the last
 * member, so members are taken apart here and only their deflated data is left to zlib.
 * Throws: an Error that says what is wrong, once everything before it was given.
 * Source: RFC 1952 section 2.3.
 */
export async function* gunzip(compressed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const input = new Pieces(compressed);
  for (let isFirst = true; ; isFirst = false) {
    const head = await input.take(10);
    const isMember = head !== null && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
    if (!isMember && (isFirst || head === null)) throw new Error("unexpected end of its head");
    if (!isMember) throw new Error("something else follows the compressed data");
    await skipHead(input, head[3]!);
    yield* inflateMember(input);
    // Tapes and some writers fill up with zeros.
    if (!(await input.skip(0))) return;
  }
}

async function skipHead(input: Pieces, flags: number): Promise<void> {
  if ((flags & EXTRA) !== 0) await input.take((await input.take(2))?.readUInt16LE() ?? 0);
  for (const flag of [NAME, COMMENT]) {
    if ((flags & flag) === 0) continue;
    for (let byte = await input.take(1); byte !== null && byte[0] !== 0;) byte = await input.take(1);
  }
  if ((flags & CHECKSUM) !== 0) await input.take(2);
}

/** The plain bytes of one member; the input then stands behind its trailer. */
async function* inflateMember(input: Pieces): AsyncIterable<Uint8Array> {
  const member = new Member();
  let checksum = 0;
  try {
    while (!member.isAtEnd) {
      const piece = await input.next(INPUT_BYTES);
      const { plain, rest } = await member.push(piece);
      for (const chunk of plain) {
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
      if (member.failure !== null) throw member.failure;
      if (rest.length > 0) input.giveBack(rest);
    }
  } finally {
    member.close();
  }
  const trailer = await input.take(TRAILER_BYTES);
  if (trailer === null) throw new Error("unexpected end of file");
  if (trailer.readUInt32LE() !== checksum) throw new Error("the checksum does not fit");
}

/** The deflated data of one member on its way through zlib. */
class Member {
  failure: Error | null = null;
  isAtEnd = false;
  readonly #inflate = createInflateRaw({ chunkSize: OUTPUT_BYTES });
  #plain: Buffer[] = [];
  #settle: (() => void) | undefined;

  constructor() {
    this.#inflate.on("data", (chunk: Buffer) => this.#plain.push(chunk));
    this.#inflate.on("error", (error) => {
      this.failure = error;
      this.#settle?.();
    });
    this.#inflate.on("end", () => {
      this.isAtEnd = true;
      this.#settle?.();
    });
  }

  /** Everything that a piece gives (null: there is no more), and what of it stands behind the member's end. */
  async push(piece: Buffer | null): Promise<{ readonly plain: readonly Buffer[]; readonly rest: Buffer }> {
    const before = this.#inflate.bytesWritten;
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      // At the end of the data zlib wants no more and calls "end" instead of the callback.
      if (piece === null) this.#inflate.end();
      else this.#inflate.write(piece, () => resolve());
    });
    const plain = this.#plain;
    this.#plain = [];
    const used = this.#inflate.bytesWritten - before;
    return { plain, rest: this.isAtEnd && piece !== null ? piece.subarray(used) : Buffer.alloc(0) };
  }

  close(): void {
    this.#inflate.destroy();
  }
}
