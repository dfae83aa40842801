import { fingerprintOf } from "../read/fingerprint.ts";
import { openForReading } from "../read/byte-source.ts";
import type { Source } from "../read/open.ts";
import type { KnownSource } from "../store/ledger.ts";

/** Where reading of a grown log goes on: the byte, and the number of the line that begins there. */
export type ResumePoint = { readonly offset: number; readonly firstLine: number };

const NEWLINE = 0x0a;
/** How far back the beginning of an unfinished last line is looked for. */
const LOOK_BACK_BYTES = 1 << 20;

/**
 * Where to go on in a plain file that was ingested before and has grown since; null for any other source.
 *
 * A last line without its newline is read again, since it may have been unfinished: what was made of it the first time
 * is a reject, or a line whose exact copy correlation drops.
 * Throws: READ_NOT_FOUND, READ_NOT_READABLE.
 */
export async function resumePointOf(source: Source, known: readonly KnownSource[]): Promise<ResumePoint | null> {
  if (source.kind !== "plain" || source.size === null) return null;
  const earlier = known.filter(({ name, fingerprint }) => name === source.name && fingerprint !== null).reverse();
  for (const { fingerprint, first_line, lines } of earlier) {
    const bytes = Number(fingerprint?.split("-", 1)[0]);
    if (!(bytes > 0 && bytes < source.size) || (await fingerprintOf(source.name, bytes)) !== fingerprint) continue;
    const offset = await lineBeginBefore(source.name, bytes);
    const next = first_line + lines;
    return offset === bytes ? { offset, firstLine: next } : { offset, firstLine: next - 1 };
  }
  return null;
}

/** The place behind the last newline before `end`. */
async function lineBeginBefore(path: string, end: number): Promise<number> {
  const file = await openForReading(path);
  try {
    const start = Math.max(0, end - LOOK_BACK_BYTES);
    const tail = Buffer.alloc(end - start);
    await file.read(tail, 0, tail.length, start);
    return start + tail.lastIndexOf(NEWLINE) + 1;
  } finally {
    await file.close();
  }
}
