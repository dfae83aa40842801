import { stat } from "node:fs/promises";
import { join } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import { ReadError, UsageError } from "../core/errors.ts";
import { fileBytes, openForReading, streamBytes, type ByteSource, type SourceKind } from "./byte-source.ts";
import { inflate, kindOf } from "./inflate.ts";

/** A log before it is read: its name as reports show it, how it is packed, and its size on the disk (null for a pipe). */
export type Source = {
  readonly name: string;
  readonly kind: SourceKind;
  readonly size: number | null;
  /** Opens the plain bytes; from `offset` on only where `kind` is `plain` and it is a file. */
  readonly open: (offset?: number) => Promise<OpenSource>;
};

/** A log that is being read. */
export type OpenSource = ByteSource & {
  /** What was wrong with the source as a whole, known once it was read; null when nothing was. */
  readonly problem: () => string | null;
};

/** The first bytes of a file that tell its kind and whether it is text. */
const HEAD_BYTES = 4096;

/**
 * The logs that files, folders, patterns and "-" name: in the order given, the files of a folder or pattern by name,
 * each file once.
 *
 * Throws: READ_NOT_FOUND, READ_NOT_READABLE, READ_NOTHING_FOUND, READ_BINARY.
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
      if (!seen.has("-")) sources.push(pipeSource(stdin));
      seen.add("-");
      continue;
    }
    const { paths, isNamed } = await pathsOf(input);
    const before = sources.length;
    for (const path of paths) {
      if (seen.has(path)) continue;
      seen.add(path);
      const source = await fileSource(path, isNamed);
      if (source !== null) sources.push(source);
    }
    if (
      sources.length === before &&
      !isNamed &&
      paths.every((path) => !sources.some((source) => source.name === path))
    ) {
      throw new ReadError("READ_NOTHING_FOUND", `there is no log in "${input}"`, {
        hint: "name files, folders, patterns in quotes, or - for standard input",
      });
    }
  }
  return sources;
}

/** The files behind an argument, and whether it names one file (which must then be a log). */
async function pathsOf(input: string): Promise<{ readonly paths: readonly string[]; readonly isNamed: boolean }> {
  const found = await stat(input).catch((cause: unknown) => cause);
  if (found instanceof Error) {
    if (isDynamicPattern(input))
      return {
        paths: (await glob(input, { dot: false, absolute: false, expandDirectories: false })).sort(),
        isNamed: false,
      };
    await (await openForReading(input)).close();
    return { paths: [input], isNamed: true };
  }
  const isFolder = await stat(input).then((each) => each.isDirectory());
  if (!isFolder) return { paths: [input], isNamed: true };
  const inside = await glob("**/*", { cwd: input, dot: false });
  return { paths: inside.sort().map((path) => join(input, path)), isNamed: false };
}

/** A file as a source; null for a file that only a folder or pattern named and that is no text (an image, a README). */
async function fileSource(path: string, isNamed: boolean): Promise<Source | null> {
  if (!isNamed && /\.(?:md|ya?ml|db|duckdb|parquet|wal)$/i.test(path)) return null;
  const head = Buffer.alloc(HEAD_BYTES);
  const file = await openForReading(path);
  const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0).catch((cause: unknown) => {
    throw new ReadError("READ_NOT_READABLE", `"${path}" cannot be read`, { cause });
  });
  const { size } = await file.stat();
  await file.close();
  const first = head.subarray(0, bytesRead);
  const kind = kindOf(first);
  if (kind === "plain" && isBinary(first)) {
    if (!isNamed) return null;
    throw new ReadError("READ_BINARY", `"${path}" is no text`, { hint: "a log is text, or text in gzip or zstd" });
  }
  return { name: path, kind, size, open: async (offset = 0) => opened(kind, await fileBytes(path, offset)) };
}

function pipeSource(stdin: AsyncIterable<Uint8Array>): Source {
  const open = async (): Promise<OpenSource> => {
    let taken = 0;
    const counted = (async function* () {
      for await (const chunk of stdin) {
        taken += chunk.length;
        yield chunk;
      }
    })();
    const chunks = counted[Symbol.asyncIterator]();
    const first = await chunks.next();
    const head: Uint8Array = first.done === true ? new Uint8Array() : first.value;
    const kind = kindOf(head);
    if (kind === "plain" && isBinary(head))
      throw new ReadError("READ_BINARY", "standard input is no text", {
        hint: "a log is text, or text in gzip or zstd",
      });
    const whole = (async function* () {
      yield head;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
    })();
    return opened(
      kind,
      streamBytes(whole, () => taken),
    );
  };
  return { name: "-", kind: "plain", size: null, open };
}

/** The plain bytes of a source of that kind. */
function opened(kind: SourceKind, bytes: ByteSource): OpenSource {
  if (kind === "plain") return { ...bytes, problem: () => null };
  const { stream, problem } = inflate(kind, chunksOf(bytes));
  const plain = streamBytes(stream, bytes.taken);
  return { ...plain, problem, close: () => bytes.close() };
}

async function* chunksOf(bytes: ByteSource): AsyncIterable<Uint8Array> {
  for (;;) {
    const chunk = Buffer.allocUnsafeSlow(1 << 18);
    const count = await bytes.fill(chunk, 0);
    if (count === 0) return;
    yield chunk.subarray(0, count);
  }
}

/** More than one byte in ten that no text has. A crashed host can leave a few NULs in a log; those are made clean instead. */
function isBinary(first: Uint8Array): boolean {
  let odd = 0;
  for (const byte of first) if (byte < 0x09 || (byte > 0x0d && byte < 0x1b)) odd++;
  return odd * 10 > first.length;
}
