import { crc32 } from "node:zlib";
import { Pieces } from "./pieces.ts";
import { rawInflate } from "./raw-inflate.ts";

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
    let checksum = 0;
    for await (const chunk of rawInflate(input)) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
    const trailer = await input.take(TRAILER_BYTES);
    if (trailer === null) throw new Error("unexpected end of file");
    if (trailer.readUInt32LE() !== checksum) throw new Error("the checksum does not fit");
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
