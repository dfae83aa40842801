import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { ReadError, UsageError } from "../core/errors.ts";
import { sourcesIn } from "./archives/sources.ts";
import { KnownLengths } from "./beginnings.ts";
import { fileBytes, oneChunk, peek, pipeBytes, restingBytes, type ByteSource } from "./byte-source.ts";
import { archiveOf, isBinary, KIND_BYTES, packingOf, type ArchiveKind, type Packing } from "./kind.ts";
import { isLogName } from "./log-names.ts";
import { filesOf, type Found } from "./paths.ts";
import type { Source } from "./source.ts";
import { spool } from "./spool.ts";
import { unpack, type OpenSource } from "./unpack.ts";

export type { Source } from "./source.ts";
export type { OpenSource } from "./unpack.ts";

/** How many packed bytes unpack to `KIND_BYTES` at least: a block of zstd comes whole or not at all. */
const PACKED_BYTES = 1 << 18;

/**
 * The logs that files, folders, patterns and "-" name: in the order given, the files of a folder or pattern by name,
 * each file once, whatever names it has; of an archive the logs in it. `lengths` are those of logs in archives that are known;
 * those of the archives here are added.
 *
 * Throws: READ_NOT_FOUND, READ_NOT_READABLE, READ_NOTHING_FOUND, READ_BINARY, READ_BAD_ARCHIVE; USAGE_BAD_VALUE for "-" without standard input.
 */
export async function sourcesOf(
  inputs: readonly string[],
  stdin: AsyncIterable<Uint8Array> | undefined,
  lengths = new KnownLengths(),
): Promise<Source[]> {
  const sources: Source[] = [];
  const seen = new Set<string>();
  for (const input of inputs) {
    if (input === "-") {
      if (stdin === undefined)
        throw new UsageError("USAGE_BAD_VALUE", `"-" stands for standard input, and there is none`);
      if (!seen.has("-")) sources.push(pipeSource("-", () => stdin, lengths));
      seen.add("-");
      continue;
    }
    const { files, isNamed } = await filesOf(input);
    let logs = 0;
    for (const file of files) {
      const identity = `${file.stats.dev}:${file.stats.ino}`;
      if (seen.has(identity)) {
        logs++;
        continue;
      }
      seen.add(identity);
      const found = await sourcesAt(file, isNamed, lengths);
      logs += found.length;
      sources.push(...found);
    }
    if (logs === 0) throw nothingIn(input);
  }
  return sources;
}

/** The sources in a file: one, or the logs of an archive; none in a file that only a folder or pattern named and that is no log. */
async function sourcesAt({ path, stats }: Found, isNamed: boolean, lengths: KnownLengths): Promise<readonly Source[]> {
  if (!stats.isFile()) return [pipeSource(path, () => createReadStream(path), lengths)];
  const name = isNamed ? "" : path;
  if (!isLogName(name) && !/\.(?:tar|tgz|zip)(?:\.\w+)?$/i.test(name)) return [];
  const bytes = await fileBytes(path);
  const { first } = await peek(bytes, KIND_BYTES).finally(bytes.close);
  const packing = packingOf(first);
  const plain = packing === "plain" || packing === "utf-16" ? first : await firstOf(packing, path);
  const archive = archiveOf(plain);
  if (archive !== null) return logsIn(path, archive, async () => unpack(packing, restingBytes(path)), lengths);
  if (packing !== "utf-16" && isBinary(plain)) {
    if (!isNamed) return [];
    throw notText(path);
  }
  // A log that grows while it is read is read up to the size it had, which is what the ledger remembers.
  const open = async (offset = 0): Promise<OpenSource> => unpack(packing, await fileBytes(path, offset, stats.size));
  return [{ name: path, kind: packing, size: stats.size, open }];
}

/** The first plain bytes of a compressed file. */
async function firstOf(packing: Packing, path: string): Promise<Buffer> {
  const open = await unpack(packing, await fileBytes(path));
  const { first } = await peek(open, KIND_BYTES).finally(open.close);
  return first;
}

/** The logs of an archive; none where it can be read and holds none. */
async function logsIn(
  name: string,
  kind: ArchiveKind,
  open: () => Promise<OpenSource>,
  lengths: KnownLengths,
): Promise<readonly Source[]> {
  const { sources, problem } = await sourcesIn(name, kind, open, lengths);
  if (sources.length === 0 && problem !== null)
    throw new ReadError("READ_BAD_ARCHIVE", `there is no log in "${name}", as far as it can be read`, {
      cause: new Error(problem),
    });
  return sources;
}

/** A source that can be read only once and whose kind is not known before it is. */
function pipeSource(name: string, pipe: () => AsyncIterable<Uint8Array>, lengths: KnownLengths): Source {
  let begun: Promise<Begun> | undefined;
  const begin = (): Promise<Begun> => (begun ??= beginOf(pipeBytes(name, pipe())));
  const open = async (): Promise<OpenSource> => {
    const { packing, archive, isText, whole } = await begin();
    if (archive !== null || !isText) throw notText(name);
    return unpack(packing, whole);
  };
  const members = async (temporary: string): Promise<readonly Source[] | null> => {
    const { packing, archive, whole } = await begin();
    if (archive === null) return null;
    const path = join(temporary, `archive-${randomUUID()}`);
    await spool(name, whole, path).finally(whole.close);
    const logs = await logsIn(name, archive, async () => unpack(packing, restingBytes(path)), lengths);
    if (logs.length === 0) throw nothingIn(name);
    return logs;
  };
  return { name, kind: "plain", size: null, open, members };
}

/** What the first bytes of a pipe tell, and all of its bytes. */
type Begun = {
  readonly packing: Packing;
  readonly archive: ArchiveKind | null;
  readonly isText: boolean;
  readonly whole: ByteSource;
};

async function beginOf(bytes: ByteSource): Promise<Begun> {
  const head = await peek(bytes, KIND_BYTES);
  const packing = packingOf(head.first);
  if (packing === "plain" || packing === "utf-16") {
    const isText = packing === "utf-16" || !isBinary(head.first);
    return { packing, archive: archiveOf(head.first), isText, whole: head.whole };
  }
  // Packed bytes come from a program that does not wait for anybody, so more of them can be asked for.
  const { first, whole } = await peek(head.whole, PACKED_BYTES);
  const beginning = await unpack(packing, oneChunk(first));
  const { first: plain } = await peek(beginning, KIND_BYTES);
  return { packing, archive: archiveOf(plain), isText: !isBinary(plain), whole };
}

function nothingIn(input: string): ReadError {
  return new ReadError("READ_NOTHING_FOUND", `there is no log in "${input}"`, {
    hint: "name files, folders, patterns in quotes, or - for standard input",
  });
}

function notText(name: string): ReadError {
  return new ReadError("READ_BINARY", `"${name}" is no text`, {
    hint: "a log is text, as it is or in gzip, zstd, tar or zip",
  });
}
