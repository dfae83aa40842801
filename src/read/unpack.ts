import { chunksOf, peek, streamBytes, type ByteSource } from "./byte-source.ts";
import { asFarAsItGoes, inflate } from "./inflate.ts";
import { KIND_BYTES, utf16Of, type Packing } from "./kind.ts";
import { otlpLines } from "./otlp.ts";
import { utf8From } from "./utf-16.ts";

/** A log that is being read. */
export type OpenSource = ByteSource & {
  /** What was wrong with the source as a whole, known once it was read; null when nothing was. */
  readonly problem: () => string | null;
};

/** The plain bytes of a source that is packed so. */
export async function unpack(packing: Packing, bytes: ByteSource): Promise<OpenSource> {
  if (packing === "plain") return { ...bytes, problem: () => null };
  if (packing === "utf-16") return { ...(await decoded(bytes)), problem: () => null };
  const chunks = chunksOf(bytes);
  const { stream, problem } = packing === "otlp" ? asFarAsItGoes("OTLP", otlpLines(chunks)) : inflate(packing, chunks);
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
