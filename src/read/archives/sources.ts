import { Beginnings, type Beginning, type KnownLengths } from "../beginnings.ts";
import { FIRST_BYTES, isByLine } from "../blocks.ts";
import { streamBytes } from "../byte-source.ts";
import { asFarAsItGoes, problemOf } from "../inflate.ts";
import { isBinary, KIND_BYTES, packingOf, type ArchiveKind, type Packing } from "../kind.ts";
import { isLogName } from "../log-names.ts";
import type { Source } from "../source.ts";
import { unpack, type OpenSource } from "../unpack.ts";
import { Archive, refuseBomb } from "./archive.ts";
import type { Member } from "./member.ts";

/** The logs of an archive, and what is wrong with it; null when nothing is. */
export type Contents = { readonly sources: readonly Source[]; readonly problem: string | null };

/** What is known of a member once the archive was read. */
type Known = {
  readonly index: number;
  readonly path: string;
  readonly packing: Packing;
  readonly fingerprint: string | null;
  readonly beginnings: readonly Beginning[];
};

/**
 * The logs in an archive, in its order, named `ARCHIVE!MEMBER`. Nothing is written to the disk, and an archive in the
 * archive is left alone. The archive is read once for its list, and once more for its content. The first time, each log's
 * beginnings are taken that are as long as those known of its path; then its own length is known too.
 *
 * Throws: READ_NOT_READABLE.
 */
export async function sourcesIn(
  name: string,
  kind: ArchiveKind,
  open: () => Promise<OpenSource>,
  lengths: KnownLengths,
): Promise<Contents> {
  const archive = new Archive(kind, open);
  const known: Known[] = [];
  let problem: string | null = null;
  try {
    for (let index = 0; ; index++) {
      const member = await archive.next();
      if (member === null) break;
      const each = isLogName(member.path) ? await look(index, member, lengths) : null;
      if (each !== null) known.push(each);
    }
  } catch (error) {
    problem = problemOf(kind, error);
  }
  await archive.restart();
  // Where the archive is cut, members may be missing behind the last one.
  const last = known.at(-1);
  const sources = known.map((each) => sourceOf(name, kind, archive, each, each === last ? problem : null));
  return { sources, problem };
}

/** Looks at a member from beginning to end; null where it is no log. What has no end has no fingerprint. */
async function look(index: number, member: Member, lengths: KnownLengths): Promise<Known | null> {
  const path = harmless(member.path);
  const looked = new Beginnings(lengths.of(path));
  let first: Buffer = Buffer.alloc(0);
  const { stream, problem } = asFarAsItGoes(member.path, member.content);
  for await (const chunk of stream) {
    if (first.length < FIRST_BYTES) first = Buffer.concat([first, chunk]).subarray(0, FIRST_BYTES);
    looked.add(chunk);
  }
  const kind = first.subarray(0, KIND_BYTES);
  const packing = packingOf(kind);
  if (packing === "plain" && isBinary(kind)) return null;
  if (problem() === null) lengths.add(path, looked.length);
  const fingerprint = problem() === null ? looked.fingerprint() : null;
  const beginnings = packing === "plain" && isByLine(first) ? looked.found : [];
  return { index, path, packing, fingerprint, beginnings };
}

function sourceOf(name: string, kind: ArchiveKind, archive: Archive, known: Known, missing: string | null): Source {
  const open = async (offset = 0): Promise<OpenSource> => {
    const content = asFarAsItGoes(kind, contentAt(archive, known.index, offset));
    const packed = streamBytes(content.stream, () => archive.taken);
    const { fill, problem } = await unpack(known.packing, packed);
    let unpacked = 0;
    let bomb: string | null = null;
    const bounded = async (into: Buffer, at: number): Promise<number> => {
      const count = bomb === null ? await fill(into, at) : 0;
      unpacked += count;
      try {
        refuseBomb(unpacked, archive.taken);
      } catch (error) {
        bomb = problemOf(kind, error);
      }
      return count;
    };
    return {
      fill: bounded,
      taken: packed.taken,
      // The archive itself goes on from here when the next member is opened.
      close: async () => {},
      problem: () => bomb ?? content.problem() ?? problem() ?? missing,
    };
  };
  const fingerprint = known.fingerprint === null ? {} : { fingerprint: known.fingerprint };
  const { beginnings } = known;
  return { name: `${name}!${known.path}`, kind, size: null, ...fingerprint, beginnings, open };
}

async function* contentAt(archive: Archive, index: number, offset: number): AsyncIterable<Uint8Array> {
  const member = await archive.at(index);
  if (member === null) throw new Error("it changed while it was read");
  let before = offset;
  for await (const chunk of member.content) {
    if (before < chunk.length) yield chunk.subarray(before);
    before = Math.max(0, before - chunk.length);
  }
}

/** A member's path as a name: without what could move a reader's cursor or look like a place on this machine. */
function harmless(path: string): string {
  return path.replace(/[\u0000-\u001f\u007f-\u009f]/g, "\ufffd").replace(/^(?:\.{0,2}[/\\])+/, "");
}
