import { streamBytes, type ByteSource } from "../../src/read/byte-source.ts";

/** The bytes as a source that gives them cut at these places. */
export function inPieces(bytes: Uint8Array, cuts: readonly number[] = []): ByteSource {
  return streamBytes(pieces(bytes, cuts), () => bytes.length);
}

/** The bytes cut at these places. */
export async function* pieces(bytes: Uint8Array, cuts: readonly number[] = []): AsyncIterable<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts].sort((one, other) => one - other)) {
    if (cut <= from || cut >= bytes.length) continue;
    yield bytes.slice(from, cut);
    from = cut;
  }
  if (from < bytes.length) yield bytes.slice(from);
}
