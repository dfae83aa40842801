import { open } from "node:fs/promises";
import { ReadError } from "../core/errors.ts";
import { chunksOf, type ByteSource } from "./byte-source.ts";

/** No archive of logs that somebody pipes is larger; the disk may be small. */
const MOST_BYTES = 16 * 2 ** 30;

/**
 * Writes the bytes of a pipe into a new file, for those who must read them more than once.
 *
 * Throws: READ_NOT_READABLE.
 */
export async function spool(name: string, bytes: ByteSource, path: string, most = MOST_BYTES): Promise<void> {
  const refuse = (why: string, cause?: unknown): ReadError =>
    new ReadError("READ_NOT_READABLE", `the archive in "${name}" ${why}`, {
      cause,
      hint: "write it into a file and name that",
    });
  // Not over a file that is there: the folder may be one that others write to.
  const file = await open(path, "wx", 0o600).catch((cause: unknown) => {
    throw refuse("cannot be kept while it is read", cause);
  });
  let length = 0;
  try {
    for await (const chunk of chunksOf(bytes)) {
      length += chunk.length;
      if (length > most) throw refuse(`is larger than ${most} bytes`);
      await file.write(chunk).catch((cause: unknown) => {
        throw refuse("cannot be kept while it is read", cause);
      });
    }
  } finally {
    await file.close();
  }
}
