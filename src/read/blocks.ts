import { BLOCK_SLACK, MOST_LINE_BYTES, type Block, type TooLong } from "./block.ts";
import type { ByteSource } from "./byte-source.ts";
import { clean, isClean } from "./clean.ts";

/** Bytes of a block before slack: large enough that the work per block does not count, small enough to stay near the processor. */
export const BLOCK_BYTES = 4 << 20;
/** How much of a line that is too long is kept. */
const EXCERPT_BYTES = 1000;
const NEWLINE = 0x0a;

/** What is known of a source's bytes so far. */
export type ByteCounts = { bytes: number; endsWithNewline: boolean };

/** Blocks of whole lines of a source. Two buffers take turns, so that the next block is read while this one is used. */
export async function* blocksOf(source: ByteSource, counts: ByteCounts): AsyncIterable<Block> {
  let buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES + BLOCK_SLACK);
  let spare = Buffer.allocUnsafeSlow(BLOCK_BYTES + BLOCK_SLACK);
  let held = 0;
  let excerpt: string | null = null;
  let filling = fillUp(source, buffer, held);
  for (;;) {
    const { length, isEnd } = await filling;
    counts.bytes += length - held;
    let start = 0;
    if (excerpt !== null) start = buffer.subarray(0, length).indexOf(NEWLINE);
    let end = buffer.subarray(0, length).lastIndexOf(NEWLINE) + 1;
    if (isEnd && (end < length || (excerpt !== null && start < 0))) {
      counts.endsWithNewline = false;
      buffer[length] = NEWLINE;
      if (start < 0) start = length;
      end = length + 1;
    }
    if (end === 0 || start < 0) {
      if (isEnd) return;
      // Not one newline in a whole buffer: what was read of this line is dropped but for its beginning.
      excerpt ??= buffer.toString("utf8", 0, EXCERPT_BYTES);
      held = 0;
      filling = fillUp(source, buffer, held);
      continue;
    }
    held = isEnd ? 0 : length - end;
    buffer.copy(spare, 0, end, end + held);
    const whole = buffer.subarray(start, end + BLOCK_SLACK);
    [buffer, spare] = [spare, buffer];
    if (!isEnd) filling = fillUp(source, buffer, held);
    yield blockOf(whole, end - start, excerpt);
    excerpt = null;
    if (isEnd) return;
  }
}

/** Fills the buffer (without its slack) as far as the source goes. */
async function fillUp(
  source: ByteSource,
  buffer: Buffer,
  held: number,
): Promise<{ readonly length: number; readonly isEnd: boolean }> {
  const room = buffer.subarray(0, BLOCK_BYTES);
  let length = held;
  while (length < BLOCK_BYTES) {
    const count = await source.fill(room, length);
    if (count === 0) return { length, isEnd: true };
    length += count;
  }
  return { length, isEnd: false };
}

/** The block of these lines; `excerpt` is the beginning of a line too long for a buffer, whose place the first newline holds. */
function blockOf(bytes: Buffer, length: number, excerpt: string | null): Block {
  const tooLong: TooLong[] = excerpt === null ? [] : [{ index: 0, text: excerpt }];
  const kept = withoutLongLines(bytes, length, tooLong);
  const lines = bytes.subarray(0, kept);
  if (isClean(lines)) return { bytes, length: kept, tooLong };
  const cleaned = clean(lines);
  return { bytes: Buffer.concat([cleaned, Buffer.alloc(BLOCK_SLACK)]), length: cleaned.length, tooLong };
}

/** Takes lines that are too long out of the bytes, all but their newline; gives the length that stays. */
function withoutLongLines(bytes: Buffer, length: number, tooLong: TooLong[]): number {
  let at = 0;
  while (length - at > MOST_LINE_BYTES) {
    const next = bytes.subarray(at, at + MOST_LINE_BYTES + 1).lastIndexOf(NEWLINE);
    if (next >= 0) {
      at += next + 1;
      continue;
    }
    const end = bytes.indexOf(NEWLINE, at);
    tooLong.push({ index: countNewlines(bytes, at), text: bytes.toString("utf8", at, at + EXCERPT_BYTES) });
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
