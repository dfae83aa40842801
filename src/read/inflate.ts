import { firstLineOf, ReadError } from "../core/errors.ts";
import { gunzip } from "./gunzip.ts";
import { unzstd } from "./unzstd.ts";

/** Plain bytes of a packed stream, and what was wrong with it, known once it was read. */
export type Unpacked = { readonly stream: AsyncIterable<Uint8Array>; readonly problem: () => string | null };

/** The plain bytes of gzip or zstd, as far as they can be read. Throws: READ_NOT_READABLE. */
export function inflate(kind: "gzip" | "zstd", compressed: AsyncIterable<Uint8Array>): Unpacked {
  return asFarAsItGoes(kind, kind === "gzip" ? gunzip(compressed) : unzstd(compressed));
}

/**
 * The bytes of a stream up to where it fails: data that is cut off or damaged ends there, and `problem` says so
 * afterwards, since half a log is worth more than none.
 *
 * Throws: READ_NOT_READABLE when the packed bytes cannot be read.
 */
export function asFarAsItGoes(what: string, bytes: AsyncIterable<Uint8Array>): Unpacked {
  let problem: string | null = null;
  const read = async function* (): AsyncIterable<Uint8Array> {
    try {
      yield* bytes;
    } catch (error) {
      problem = problemOf(what, error);
    }
  };
  return { stream: read(), problem: () => problem };
}

/** What an error of unpacking says of a source; one of reading is thrown on. */
export function problemOf(what: string, error: unknown): string {
  if (error instanceof ReadError) throw error;
  return `the ${what} data is cut off or damaged (${firstLineOf(error)}); it was read up to there`;
}
