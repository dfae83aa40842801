import { open, type FileHandle } from "node:fs/promises";
import { ReadError } from "../core/errors.ts";

/**
 * Bytes to read once, from first to last. `fill` puts at least one byte at `at` and gives how many, or 0 at the end.
 *
 * Throws: READ_NOT_READABLE when the system refuses.
 */
export type ByteSource = {
  readonly fill: (into: Buffer, at: number) => Promise<number>;
  readonly close: () => Promise<void>;
  /** How many bytes were taken from the disk or pipe so far, before decompression. */
  readonly taken: () => number;
};

/** How much is read at once of a file that is opened anew each time. */
const RESTING_BYTES = 1 << 20;

/** Opens a file, or says why not. Throws: READ_NOT_FOUND, READ_NOT_READABLE. */
export async function openForReading(path: string): Promise<FileHandle> {
  return open(path, "r").catch((cause: unknown) => Promise.reject(notOpened(path, cause)));
}

/** The error for a path that the system does not open. */
export function notOpened(path: string, cause: unknown): ReadError {
  const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  if (isMissing) return new ReadError("READ_NOT_FOUND", `there is no file or folder "${path}"`, { cause });
  return new ReadError("READ_NOT_READABLE", `"${path}" cannot be opened`, { cause, hint: "check its permissions" });
}

/** The bytes of a file from an offset on, up to `end` where that is given. Throws: READ_NOT_FOUND, READ_NOT_READABLE. */
export async function fileBytes(path: string, offset = 0, end = Number.POSITIVE_INFINITY): Promise<ByteSource> {
  const file = await openForReading(path);
  let position = offset;
  const fill = async (into: Buffer, at: number): Promise<number> => {
    try {
      const room = Math.min(into.length - at, end - position);
      const { bytesRead } = await file.read(into, at, Math.max(0, room), position);
      position += bytesRead;
      return bytesRead;
    } catch (cause) {
      throw new ReadError("READ_NOT_READABLE", `reading "${path}" failed at byte ${position}`, { cause });
    }
  };
  return { fill, close: () => file.close(), taken: () => position };
}

/**
 * The bytes of a file that is open only while a part of it is read, for those who may stop reading at any time and never
 * say so. Throws: READ_NOT_FOUND, READ_NOT_READABLE.
 */
export function restingBytes(path: string): ByteSource {
  let position = 0;
  let rest: Buffer = Buffer.alloc(0);
  const fill = async (into: Buffer, at: number): Promise<number> => {
    if (rest.length === 0) {
      const file = await fileBytes(path, position);
      const part = Buffer.allocUnsafeSlow(RESTING_BYTES);
      const count = await file.fill(part, 0).finally(file.close);
      rest = part.subarray(0, count);
      position += count;
    }
    const copied = rest.copy(into, at);
    rest = rest.subarray(copied);
    return copied;
  };
  return { fill, close: async () => {}, taken: () => position - rest.length };
}

/** The bytes of a pipe. Throws: READ_NOT_READABLE when it fails. */
export function pipeBytes(name: string, pipe: AsyncIterable<Uint8Array>): ByteSource {
  let taken = 0;
  const counted = async function* (): AsyncIterable<Uint8Array> {
    try {
      for await (const chunk of pipe) {
        taken += chunk.length;
        yield chunk;
      }
    } catch (cause) {
      throw new ReadError("READ_NOT_READABLE", `reading "${name}" failed at byte ${taken}`, { cause });
    }
  };
  return streamBytes(counted(), () => taken);
}

/** The bytes of a stream, such as a decompressor's. */
export function streamBytes(stream: AsyncIterable<Uint8Array>, taken: () => number): ByteSource {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  const fill = async (into: Buffer, at: number): Promise<number> => {
    while (rest.length === 0) {
      const next = await chunks.next();
      if (next.done === true) return 0;
      rest = next.value;
    }
    const count = Math.min(rest.length, into.length - at);
    into.set(rest.subarray(0, count), at);
    rest = rest.subarray(count);
    return count;
  };
  return { fill, close: async () => void (await chunks.return?.()), taken };
}

/** Bytes that are all there. */
export function oneChunk(bytes: Uint8Array): ByteSource {
  return streamBytes(
    (async function* () {
      yield bytes;
    })(),
    () => bytes.length,
  );
}

/** The bytes of a source in chunks that are the caller's to keep. */
export async function* chunksOf(source: ByteSource): AsyncIterable<Buffer> {
  for (;;) {
    const chunk = Buffer.allocUnsafeSlow(1 << 16);
    const count = await source.fill(chunk, 0);
    if (count === 0) return;
    yield chunk.subarray(0, count);
  }
}

/** The first bytes of a source, fewer than asked for only where it ends, and the same source still with them. */
export async function peek(
  source: ByteSource,
  count: number,
): Promise<{ readonly first: Buffer; readonly whole: ByteSource }> {
  const room = Buffer.alloc(count);
  let length = 0;
  while (length < count) {
    const got = await source.fill(room, length);
    if (got === 0) break;
    length += got;
  }
  const first = room.subarray(0, length);
  let given = 0;
  const fill = async (into: Buffer, at: number): Promise<number> => {
    if (given === first.length) return source.fill(into, at);
    const copied = first.copy(into, at, given);
    given += copied;
    return copied;
  };
  return { first, whole: { fill, close: source.close, taken: source.taken } };
}
