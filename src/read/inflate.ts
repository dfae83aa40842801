import { PassThrough, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";
import type { SourceKind } from "./byte-source.ts";

/** What compressed files begin with. Source: RFC 1952 section 2.3.1, RFC 8878 section 3.1.1. */
const magic: readonly (readonly [SourceKind, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
];

/** The kind that the first bytes show. */
export function kindOf(first: Uint8Array): SourceKind {
  return magic.find(([, bytes]) => bytes.every((byte, index) => first[index] === byte))?.[0] ?? "plain";
}

/** Plain bytes of a compressed stream, and what was wrong with it. */
export type Inflated = { readonly stream: AsyncIterable<Uint8Array>; readonly problem: () => string | null };

/**
 * The plain bytes of gzip or zstd, as far as they can be read: data that is cut off or damaged ends there, and
 * `problem` says so afterwards, since half a log is worth more than none.
 */
export function inflate(kind: "gzip" | "zstd", compressed: AsyncIterable<Uint8Array>): Inflated {
  let problem: string | null = null;
  const read = async function* (): AsyncIterable<Uint8Array> {
    try {
      yield* kind === "gzip" ? gunzip(compressed) : unzstd(compressed);
    } catch (error) {
      problem = `the ${kind} data is cut off or damaged (${error instanceof Error ? error.message : String(error)}); it was read up to there`;
    }
  };
  return { stream: read(), problem: () => problem };
}

async function* gunzip(compressed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = Readable.from(compressed, { objectMode: false });
  const gunzipped = createGunzip({ chunkSize: 1 << 18 });
  source.once("error", (error) => gunzipped.destroy(error));
  for await (const chunk of source.pipe(gunzipped).pipe(passOn(gunzipped))) yield chunk;
}

/** A stream that hands on what came before an error, then fails with it: an error must not throw away what was read. */
function passOn(from: Readable): PassThrough {
  const through = new PassThrough({ highWaterMark: 1 << 20 });
  let failure: Error | null = null;
  from.once("error", (error) => {
    failure = error;
    through.end();
  });
  through.on("end", () => failure !== null && through.destroy(failure));
  return through;
}

/** fzstd, because Node has zstd only from 22.15 on. */
async function* unzstd(compressed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let ready: Uint8Array[] = [];
  let isDone = false;
  const decompress = new Decompress((chunk, isLast) => {
    ready.push(chunk);
    isDone = isLast === true;
  });
  for await (const chunk of compressed) {
    decompress.push(chunk);
    yield* ready;
    ready = [];
  }
  decompress.push(new Uint8Array(), true);
  yield* ready;
  if (!isDone) throw new Error("unexpected end of data");
}
