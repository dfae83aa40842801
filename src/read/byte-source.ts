import { open, type FileHandle } from "node:fs/promises";
import { ReadError } from "../core/errors.ts";

/** How a source's bytes are packed, known by its first bytes and not by its name. */
export type SourceKind = "plain" | "gzip" | "zstd";

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

/** The bytes of a file from an offset on. */
export async function fileBytes(path: string, offset = 0): Promise<ByteSource> {
  const file = await openForReading(path);
  let position = offset;
  const fill = async (into: Buffer, at: number): Promise<number> => {
    try {
      const { bytesRead } = await file.read(into, at, into.length - at, position);
      position += bytesRead;
      return bytesRead;
    } catch (cause) {
      throw new ReadError("READ_NOT_READABLE", `reading "${path}" failed at byte ${position}`, { cause });
    }
  };
  return { fill, close: () => file.close(), taken: () => position };
}

/** The bytes of a stream, such as standard input or a decompressor. */
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

/** Opens a file, or says why not. */
export async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    if (isMissing) throw new ReadError("READ_NOT_FOUND", `there is no file or folder "${path}"`, { cause });
    throw new ReadError("READ_NOT_READABLE", `"${path}" cannot be opened`, { cause, hint: "check its permissions" });
  }
}
