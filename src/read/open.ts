import { createReadStream } from "node:fs";
import { ReadError, UsageError } from "../core/errors.ts";
import { chunksOf, fileBytes, peek, pipeBytes, streamBytes, type ByteSource } from "./byte-source.ts";
import { inflate } from "./inflate.ts";
import { isBinary, KIND_BYTES, kindOf, utf16Of, type SourceKind } from "./kind.ts";
import { filesOf, type Found } from "./paths.ts";
import { utf8From } from "./utf-16.ts";

/** A log before it is read: its name as reports show it, how it is packed, and its size on the disk (null for a pipe). */
export type Source = {
  readonly name: string;
  readonly kind: SourceKind;
  readonly size: number | null;
  /** Opens the plain bytes; from `offset` on only where `kind` is `plain` and `size` is known. */
  readonly open: (offset?: number) => Promise<OpenSource>;
};

/** A log that is being read. */
export type OpenSource = ByteSource & {
  /** What was wrong with the source as a whole, known once it was read; null when nothing was. */
  readonly problem: () => string | null;
};

/** Endings of files that stand beside logs and are none. */
const notLogs = /\.(?:md|ya?ml|db|duckdb|parquet|wal|png|svg|html)$/i;

/**
 * The logs that files, folders, patterns and "-" name: in the order given, the files of a folder or pattern by name,
 * each file once, whatever names it has.
 *
 * Throws: READ_NOT_FOUND, READ_NOT_READABLE, READ_NOTHING_FOUND, READ_BINARY; USAGE_BAD_VALUE for "-" without standard input.
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
      const source = seen.has(identity) ? "seen" : await sourceAt(file, isNamed);
      seen.add(identity);
      if (source === null) continue;
      logs++;
      if (source !== "seen") sources.push(source);
    }
    if (logs === 0) {
      throw new ReadError("READ_NOTHING_FOUND", `there is no log in "${input}"`, {
        hint: "name files, folders, patterns in quotes, or - for standard input",
      });
    }
  }
  return sources;
}

/** The source of a file; null for a file that only a folder or pattern named and that is no log. */
async function sourceAt({ path, stats }: Found, isNamed: boolean): Promise<Source | null> {
  if (!stats.isFile()) return pipeSource(path, () => createReadStream(path));
  if (!isNamed && notLogs.test(path)) return null;
  const bytes = await fileBytes(path);
  const { first } = await peek(bytes, KIND_BYTES).finally(bytes.close);
  const kind = kindOf(first);
  if (kind === "plain" && isBinary(first)) {
    if (!isNamed) return null;
    throw notText(path);
  }
  return {
    name: path,
    kind,
    size: stats.size,
    open: async (offset = 0) => opened(kind, await fileBytes(path, offset)),
  };
}

/** A source that can be read only once and whose kind is not known before. */
function pipeSource(name: string, pipe: () => AsyncIterable<Uint8Array>): Source {
  const open = async (): Promise<OpenSource> => {
    const { first, whole } = await peek(pipeBytes(name, pipe()), KIND_BYTES);
    const kind = kindOf(first);
    if (kind === "plain" && isBinary(first)) throw notText(name);
    return opened(kind, whole);
  };
  return { name, kind: "plain", size: null, open };
}

function notText(name: string): ReadError {
  return new ReadError("READ_BINARY", `"${name}" is no text`, { hint: "a log is text, or text in gzip or zstd" });
}

/** The plain bytes of a source of that kind. */
async function opened(kind: SourceKind, bytes: ByteSource): Promise<OpenSource> {
  if (kind === "plain") return { ...bytes, problem: () => null };
  if (kind === "utf-16") return { ...(await decoded(bytes)), problem: () => null };
  const { stream, problem } = inflate(kind, chunksOf(bytes));
  const plain = await decoded(streamBytes(stream, bytes.taken));
  const close = async (): Promise<void> => {
    await plain.close();
    await bytes.close();
  };
  return { ...plain, problem, close };
}

/** The same bytes, or as UTF-8 where they are UTF-16. */
async function decoded(bytes: ByteSource): Promise<ByteSource> {
  const { first, whole } = await peek(bytes, KIND_BYTES);
  const encoding = utf16Of(first);
  if (encoding === null) return whole;
  return { ...streamBytes(utf8From(encoding, chunksOf(whole)), bytes.taken), close: bytes.close };
}
