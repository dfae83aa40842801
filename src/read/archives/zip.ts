import { crc32 } from "node:zlib";
import { Pieces } from "../pieces.ts";
import { rawInflate } from "../raw-inflate.ts";
import { Skippable, type Member } from "./member.ts";

const [LOCAL, DESCRIPTOR] = [0x04034b50, 0x08074b50];
/** What may follow the files: their list, its end, and what stands before either. */
const behindFiles = new Set([0x02014b50, 0x06054b50, 0x06064b50, 0x08064b50]);
const HEAD_BYTES = 26;
/** With its signature and sizes of eight bytes. */
const DESCRIPTOR_BYTES = 24;
const SIGNATURE_BYTES = 4;
const [ENCRYPTED, HAS_DESCRIPTOR, IS_UTF8] = [0x0001, 0x0008, 0x0800];
const [STORED, DEFLATED] = [0, 8];
const [ZIP64, IN_ZIP64] = [0x0001, 0xffffffff];

/** What stands before a file's data. */
type Head = {
  readonly path: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Whether the checksum and the sizes follow the data, since whoever wrote it did not know them before. */
  readonly hasDescriptor: boolean;
  readonly checksum: number;
  readonly size: number;
};

/**
 * The files of a zip archive, by the heads before them and not by the list at its end, which a cut archive lacks.
 * Deflated data tells itself where it ends, so a file is found exactly even where its size is written behind it.
 *
 * Source: APPNOTE.TXT 6.3.10 sections 4.3.7 to 4.3.9 and 4.5.3.
 */
export async function* zipMembers(archive: AsyncIterable<Uint8Array>): AsyncIterable<Member> {
  const input = new Pieces(archive);
  for (;;) {
    const signature = (await input.take(SIGNATURE_BYTES))?.readUInt32LE();
    if (signature === undefined) throw new Error("unexpected end before its list of files");
    if (behindFiles.has(signature)) return;
    if (signature !== LOCAL) throw new Error("something else stands between its files");
    const head = await headIn(input);
    const content = new Skippable(contentOf(input, head));
    if (!head.path.endsWith("/")) yield { path: head.path, content };
    await content.skip();
  }
}

async function headIn(input: Pieces): Promise<Head> {
  const head = await taken(input, HEAD_BYTES);
  const flags = head.readUInt16LE(2);
  const name = await taken(input, head.readUInt16LE(22));
  const extra = await taken(input, head.readUInt16LE(24));
  const size = head.readUInt32LE(14);
  return {
    path: name.toString((flags & IS_UTF8) === 0 && !name.every((byte) => byte < 0x80) ? "latin1" : "utf8"),
    method: head.readUInt16LE(4),
    isEncrypted: (flags & ENCRYPTED) !== 0,
    hasDescriptor: (flags & HAS_DESCRIPTOR) !== 0,
    checksum: head.readUInt32LE(10),
    size: size === IN_ZIP64 ? sizeIn(extra) : size,
  };
}

/** The packed size that a zip64 field holds, behind the plain one. */
function sizeIn(extra: Buffer): number {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === ZIP64 && at + 20 <= extra.length) return Number(extra.readBigUInt64LE(at + 12));
  }
  throw new Error("the size of a file is missing");
}

/** The plain bytes of one file; the input then stands behind it. */
async function* contentOf(input: Pieces, head: Head): AsyncIterable<Uint8Array> {
  const { method, isEncrypted, hasDescriptor, size } = head;
  if (isEncrypted || (method !== DEFLATED && (method !== STORED || hasDescriptor))) {
    if (hasDescriptor) throw new Error(`"${head.path}" is packed in a way that cannot be read`);
    for await (const _ of sized(input, size));
    return;
  }
  let checksum = 0;
  for await (const chunk of method === DEFLATED ? rawInflate(input) : sized(input, size)) {
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  const expected = hasDescriptor ? await checksumBehind(input) : head.checksum;
  if (expected !== checksum) throw new Error("the checksum does not fit");
}

async function* sized(input: Pieces, size: number): AsyncIterable<Buffer> {
  for (let rest = size; rest > 0;) {
    const piece = await input.next(Math.min(rest, 1 << 16));
    if (piece === null) throw new Error("unexpected end of data");
    rest -= piece.length;
    yield piece;
  }
}

/** The checksum in a descriptor, whose signature may be missing and whose sizes may be long: what follows it tells. */
async function checksumBehind(input: Pieces): Promise<number> {
  const bytes = await input.takeUpTo(DESCRIPTOR_BYTES + SIGNATURE_BYTES);
  const { length } = bytes;
  const start = length >= 4 && bytes.readUInt32LE() === DESCRIPTOR ? 4 : 0;
  const isNext = (at: number): boolean =>
    at + 4 <= length && (bytes.readUInt32LE(at) === LOCAL || behindFiles.has(bytes.readUInt32LE(at)));
  const end = [start + 12, start + 20].find(isNext);
  if (end === undefined) throw new Error("unexpected end of data");
  input.giveBack(bytes.subarray(end));
  return bytes.readUInt32LE(start);
}

async function taken(input: Pieces, count: number): Promise<Buffer> {
  const bytes = await input.take(count);
  if (bytes === null) throw new Error("unexpected end of data");
  return bytes;
}
