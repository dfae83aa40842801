import { BLOCK_BYTES, BLOCK_SLACK, EXCERPT_BYTES, MOST_LINE_BYTES, type Block, type TooLong } from "./block.ts";
import type { ByteCounts } from "./byte-counts.ts";
import type { ByteSource } from "./byte-source.ts";
import { clean, isClean } from "./clean.ts";

const NEWLINE = 0x0a;
const byteOrderMark = Buffer.from("\ufeff");

/** How long a block and a line may be; smaller in tests. A line must fit into a block. */
export type Sizes = { readonly block: number; readonly line: number };

/** Blocks of whole lines of a source. Two buffers take turns, so that the next block is read while this one is used. */
export async function* lineBlocks(
  source: ByteSource,
  counts: ByteCounts,
  sizes: Sizes = { block: BLOCK_BYTES, line: MOST_LINE_BYTES },
): AsyncIterable<Block> {
  let buffer = Buffer.allocUnsafeSlow(sizes.block + BLOCK_SLACK);
  let spare = Buffer.allocUnsafeSlow(sizes.block + BLOCK_SLACK);
  /** How many bytes at the buffer's beginning are of a line that goes on. */
  let held = 0;
  /** The beginning of a line that no buffer holds and whose end is still to come. */
  let excerpt: string | null = null;
  let isFirst = true;
  const fill = (): ReturnType<typeof fillUp> => {
    const filling = fillUp(source, buffer, held, sizes.block);
    // Whoever stops reading early never looks at the next block, nor at its failure.
    filling.catch(() => {});
    return filling;
  };
  let filling = fill();
  for (;;) {
    const { length, isEnd } = await filling;
    counts.bytes += length - held;
    let start = isFirst && buffer.subarray(0, length).indexOf(byteOrderMark) === 0 ? byteOrderMark.length : 0;
    isFirst = false;
    let end = buffer.subarray(0, length).lastIndexOf(NEWLINE) + 1;
    if (isEnd && counts.isCut !== true && (end < length || (excerpt !== null && end === 0))) {
      counts.endsWithNewline = false;
      buffer[length] = NEWLINE;
      end = length + 1;
    }
    if (end === 0) {
      if (isEnd) return;
      excerpt ??= clean(buffer.subarray(start, Math.min(length, start + EXCERPT_BYTES))).toString();
      held = 0;
      filling = fill();
      continue;
    }
    if (excerpt !== null) start = buffer.indexOf(NEWLINE);
    held = isEnd ? 0 : length - end;
    buffer.copy(spare, 0, end, end + held);
    const lines = buffer.subarray(start, end + BLOCK_SLACK);
    [buffer, spare] = [spare, buffer];
    if (!isEnd) filling = fill();
    yield blockOf(lines, end - start, excerpt, sizes.line);
    excerpt = null;
    if (isEnd) return;
  }
}

/** Fills the buffer up to `room` bytes as far as the source goes. */
async function fillUp(
  source: ByteSource,
  buffer: Buffer,
  held: number,
  room: number,
): Promise<{ readonly length: number; readonly isEnd: boolean }> {
  const into = buffer.subarray(0, room);
  let length = held;
  while (length < room) {
    const count = await source.fill(into, length);
    if (count === 0) return { length, isEnd: true };
    length += count;
  }
  return { length, isEnd: false };
}

/** The block of these lines; `excerpt` is the beginning of a line too long for a buffer, in whose place the first newline stands. */
function blockOf(lines: Buffer, length: number, excerpt: string | null, mostLine: number): Block {
  const tooLong: TooLong[] = excerpt === null ? [] : [{ index: 0, text: excerpt }];
  let bytes = lines;
  if (!isClean(lines.subarray(0, length))) {
    const cleaned = clean(lines.subarray(0, length));
    bytes = Buffer.concat([cleaned, Buffer.alloc(BLOCK_SLACK)]);
    length = cleaned.length;
  }
  return { bytes, length: withoutLongLines(bytes, length, mostLine, tooLong), tooLong, spans: null };
}

/** Takes lines that are too long out of the bytes, all but their newline; gives the length that stays. */
function withoutLongLines(bytes: Buffer, length: number, most: number, tooLong: TooLong[]): number {
  let at = 0;
  while (length - at > most) {
    const next = bytes.subarray(at, at + most + 1).lastIndexOf(NEWLINE);
    if (next >= 0) {
      at += next + 1;
      continue;
    }
    const end = bytes.indexOf(NEWLINE, at);
    tooLong.push({
      index: countNewlines(bytes, at),
      text: bytes.toString("utf8", at, Math.min(end, at + EXCERPT_BYTES)),
    });
    bytes.copyWithin(at, end, length);
    length -= end - at;
    at++;
  }
  return length;
}

function countNewlines(bytes: Buffer, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0 && at < end; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
