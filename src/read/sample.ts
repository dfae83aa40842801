import { peek, type ByteSource } from "./byte-source.ts";

/** The beginning of a source as a source of its own, and whether there was more: then its last record may be cut. */
export type Sample = { readonly bytes: ByteSource; readonly isCut: boolean };

/** At most so many first bytes of a source. Nothing behind them is read, but for one byte. */
export async function sampleOf(source: ByteSource, most: number): Promise<Sample> {
  const { first } = await peek(source, most + 1);
  const sample = first.subarray(0, most);
  let given = 0;
  const fill = async (into: Buffer, at: number): Promise<number> => {
    const count = sample.copy(into, at, given);
    given += count;
    return count;
  };
  return { bytes: { fill, close: source.close, taken: () => given }, isCut: first.length > most };
}
