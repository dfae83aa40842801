import { createReadStream } from "node:fs";
import { ReadError, UsageError } from "../core/errors.ts";
import { sourcesIn } from "./archives/sources.ts";
import { fileBytes, peek, pipeBytes, restingBytes } from "./byte-source.ts";
import { archiveOf, isBinary, KIND_BYTES, packingOf, type Packing } from "./kind.ts";
import { isLogName } from "./log-names.ts";
import { filesOf, type Found } from "./paths.ts";
import type { Source } from "./source.ts";
import { unpack, type OpenSource } from "./unpack.ts";

export type { Source } from "./source.ts";
export type { OpenSource } from "./unpack.ts";

/**
 * The logs that files, folders, patterns and "-" name: in the order given, the files of a folder or pattern by name,
 * each file once, whatever names it has; of an archive the logs in it.
 *
 * Throws: READ_NOT_FOUND, READ_NOT_READABLE, READ_NOTHING_FOUND, READ_BINARY, READ_BAD_ARCHIVE; USAGE_BAD_VALUE for "-" without standard input.
 */
export async function sourcesOf(
  inputs: readonly string[],
  stdin: AsyncIterable<Uint8Array> | undefined,
): Promise<Source[]> {
  const sources: Source[] = [];
  const seen = new Set<string>();
  for (const input of inputs) {
    if (input === "-") {
      if (stdin === undefined)
        throw new UsageError("USAGE_BAD_VALUE", `"-" stands for standard input, and there is none`);
      if (!seen.has("-")) sources.push(pipeSource("-", () => stdin));
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
      const found = await sourcesAt(file, isNamed);
      logs += found.length;
      sources.push(...found);
    }
    if (logs === 0) {
      throw new ReadError("READ_NOTHING_FOUND", `there is no log in "${input}"`, {
        hint: "name files, folders, patterns in quotes, or - for standard input",
      });
    }
  }
  return sources;
}

/** The sources in a file: one, or the logs of an archive; none in a file that only a folder or pattern named and that is no log. */
async function sourcesAt({ path, stats }: Found, isNamed: boolean): Promise<readonly Source[]> {
  if (!stats.isFile()) return [pipeSource(path, () => createReadStream(path))];
  const name = isNamed ? "" : path;
  if (!isLogName(name) && !/\.(?:tar|tgz|zip)(?:\.\w+)?$/i.test(name)) return [];
  const bytes = await fileBytes(path);
  const { first } = await peek(bytes, KIND_BYTES).finally(bytes.close);
  const packing = packingOf(first);
  const plain = packing === "plain" || packing === "utf-16" ? first : await firstOf(packing, path);
  const archive = archiveOf(plain);
  if (archive !== null) {
    const { sources, problem } = await sourcesIn(path, archive, async () => unpack(packing, restingBytes(path)));
    if (sources.length === 0 && problem !== null)
      throw new ReadError("READ_BAD_ARCHIVE", `there is no log in "${path}", as far as it can be read`, {
        cause: new Error(problem),
      });
    return sources;
  }
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

/** A source that can be read only once and whose kind is not known before. */
function pipeSource(name: string, pipe: () => AsyncIterable<Uint8Array>): Source {
  const open = async (): Promise<OpenSource> => {
    const { first, whole } = await peek(pipeBytes(name, pipe()), KIND_BYTES);
    const packing = packingOf(first);
    if (archiveOf(first) !== null || (packing === "plain" && isBinary(first))) throw notText(name);
    return unpack(packing, whole);
  };
  return { name, kind: "plain", size: null, open };
}

function notText(name: string): ReadError {
  return new ReadError("READ_BINARY", `"${name}" is no text`, {
    hint: "a log is text, or text in gzip or zstd; an archive of logs must be a file",
  });
}
