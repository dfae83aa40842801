import { Decompress } from "fzstd";

/** The window up to which zstd's own command decompresses without being told to; a forged head could ask for 2 GB. */
const MOST_WINDOW_BYTES = 1 << 27;

/**
 * The plain bytes of zstd, all frames of it. By fzstd, because Node has zstd only from 22.15 on.
 *
 * Throws: an Error that says what is wrong, once everything before it was given.
 */
export async function* unzstd(compressed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let ready: Uint8Array[] = [];
  let isFirst = true;
  const decompress = new Decompress((chunk) => void ready.push(chunk));
  for await (const chunk of compressed) {
    if (isFirst && windowOf(chunk) > MOST_WINDOW_BYTES) throw new Error("it needs a window of more than 128 MiB");
    isFirst = false;
    const failure = attempt(() => decompress.push(chunk));
    yield* ready;
    ready = [];
    if (failure !== null) throw failure;
  }
  const failure = attempt(() => decompress.push(new Uint8Array(), true));
  yield* ready;
  if (failure !== null) throw failure;
}

function attempt(work: () => void): Error | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The window that the first frame asks for, 0 where it has none. Source: RFC 8878 section 3.1.1.1.2. */
function windowOf(head: Uint8Array): number {
  const isSingleSegment = (head[4]! & 0x20) !== 0;
  if (head[0] !== 0x28 || head.length < 6 || isSingleSegment) return 0;
  const base = 2 ** (10 + (head[5]! >> 3));
  return base + (base / 8) * (head[5]! & 7);
}
