import { createHash } from "node:crypto";
import { openForReading } from "./byte-source.ts";

/** A sample is taken at each multiple of this many bytes. */
const STEP_BYTES = 4 << 20;
const SAMPLE_BYTES = 64 << 10;

/**
 * A hash of samples of a file's first `bytes` bytes as they lie on the disk, with their number: equal for equal files, at
 * a sixty-fourth of the cost of reading them. Two logs of one size that agree in every sample are the same log.
 *
 * Throws: READ_NOT_FOUND, READ_NOT_READABLE.
 */
export async function fingerprintOf(path: string, bytes: number): Promise<string> {
  const file = await openForReading(path);
  try {
    const hash = createHash("sha256");
    const sample = Buffer.allocUnsafe(SAMPLE_BYTES);
    for (let at = 0; at < bytes; at += STEP_BYTES) {
      const { bytesRead } = await file.read(sample, 0, Math.min(SAMPLE_BYTES, bytes - at), at);
      hash.update(sample.subarray(0, bytesRead));
    }
    return `${bytes}-${hash.digest("hex").slice(0, 32)}`;
  } finally {
    await file.close();
  }
}
