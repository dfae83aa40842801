import { firstLineOf, ReadError } from "../core/errors.ts";
import { gunzip } from "./gunzip.ts";
import { unzstd } from "./unzstd.ts";

/** Plain bytes of a compressed stream, and what was wrong with it. */
export type Inflated = { readonly stream: AsyncIterable<Uint8Array>; readonly problem: () => string | null };

/**
 * The plain bytes of gzip or zstd, as far as they can be read: data that is cut off or damaged ends there, and
 * `problem` says so afterwards, since half a log is worth more than none.
 *
 * Throws: READ_NOT_READABLE when the compressed bytes cannot be read.
 */
export function inflate(kind: "gzip" | "zstd", compressed: AsyncIterable<Uint8Array>): Inflated {
  let problem: string | null = null;
  const read = async function* (): AsyncIterable<Uint8Array> {
    try {
      yield* kind === "gzip" ? gunzip(compressed) : unzstd(compressed);
    } catch (error) {
      if (error instanceof ReadError) throw error;
      problem = `the ${kind} data is cut off or damaged (${firstLineOf(error)}); it was read up to there`;
    }
  };
  return { stream: read(), problem: () => problem };
}
