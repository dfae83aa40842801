import { KnownLengths, type Beginning } from "../read/beginnings.ts";
import { fingerprintOf } from "../read/fingerprint.ts";
import { FIRST_BYTES, isByLine } from "../read/blocks.ts";
import { fileBytes, openForReading, peek } from "../read/byte-source.ts";
import { memberPathOf, type Source } from "../read/source.ts";
import type { Database } from "../store/database.ts";
import { knownSources, type KnownSource } from "../store/ledger.ts";

/** Where reading of a grown log goes on: the byte, and the number of the line that begins there. */
export type ResumePoint = { readonly offset: number; readonly firstLine: number };

const NEWLINE = 0x0a;
/** How far back the beginning of an unfinished last line is looked for. */
const LOOK_BACK_BYTES = 1 << 20;

/**
 * Where to go on in a plain file that was ingested before and has grown since, or in a log that was shorter in an archive
 * that was ingested before; null for any other source.
 *
 * A last line without its newline is read again, since it may have been unfinished: what was made of it the first time
 * is a reject, or a line whose exact copy correlation drops.
 * Throws: READ_NOT_FOUND, READ_NOT_READABLE.
 */
export async function resumePointOf(source: Source, known: readonly KnownSource[]): Promise<ResumePoint | null> {
  const path = memberPathOf(source);
  const isSame = (each: KnownSource): boolean =>
    path === null ? each.name === source.name : memberPathOf(each) === path;
  for (const { fingerprint, first_line, lines } of known.filter(isSame).reverse()) {
    const beginning = fingerprint === null ? null : await beginningOf(source, fingerprint);
    if (beginning === null) continue;
    const { bytes, lineBegin } = beginning;
    const next = first_line + lines;
    return { offset: lineBegin, firstLine: lineBegin === bytes ? next : next - 1 };
  }
  return null;
}

/** How long the logs in archives are that are known, by their paths there: what their grown selves are told by. */
export async function knownLengths(database: Database): Promise<KnownLengths> {
  const lengths = new KnownLengths();
  for (const source of await knownSources(database)) {
    const path = memberPathOf(source);
    if (path !== null && source.fingerprint !== null) lengths.add(path, lengthOf(source.fingerprint));
  }
  return lengths;
}

/** The beginning of a source that has the fingerprint; null where it has none, or cannot be read from there on. */
async function beginningOf(source: Source, fingerprint: string): Promise<Beginning | null> {
  const bytes = lengthOf(fingerprint);
  if (bytes === 0) return null;
  if (source.beginnings !== undefined)
    return source.beginnings.find((each) => each.fingerprint === fingerprint) ?? null;
  if (source.kind !== "plain" || source.size === null || bytes >= source.size) return null;
  if ((await fingerprintOf(source.name, bytes)) !== fingerprint || !(await isFileByLine(source.name))) return null;
  return { bytes, fingerprint, lineBegin: await lineBeginBefore(source.name, bytes) };
}

async function isFileByLine(path: string): Promise<boolean> {
  const bytes = await fileBytes(path);
  const { first } = await peek(bytes, FIRST_BYTES).finally(bytes.close);
  return isByLine(first);
}

function lengthOf(fingerprint: string): number {
  return Number(fingerprint.split("-", 1)[0]);
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
