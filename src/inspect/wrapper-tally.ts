import type { UnwrappedBlock } from "../unwrap/unwrapped-block.ts";
import type { DetectedSource } from "./detected-source.ts";

const NEWLINE = 0x0a;
const nothing: readonly string[] = [];

/** Counts by what was around them the lines that go by. */
export class WrapperTally {
  readonly #chains = new Map<string, { readonly chain: readonly string[]; lines: number }>();

  /** The same blocks. Empty lines are not counted, since nobody can say what was around them. */
  async *count(blocks: AsyncIterable<UnwrappedBlock>): AsyncIterable<UnwrappedBlock> {
    for await (const block of blocks) {
      const { bytes, length, spans, wrappers } = block;
      for (let at = 0, index = 0; at < length; index++) {
        const end = bytes.indexOf(NEWLINE, at);
        if (end > at) this.#add(wrappers?.[index] ?? nothing, spans?.[index] ?? 1);
        at = end + 1;
      }
      yield block;
    }
  }

  #add(chain: readonly string[], lines: number): void {
    const key = chain.join(" ");
    const known = this.#chains.get(key);
    if (known === undefined) this.#chains.set(key, { chain, lines });
    else known.lines += lines;
  }

  /** The chains met, most lines first. */
  chains(): DetectedSource["wrappers"] {
    return [...this.#chains.values()].toSorted((one, other) => other.lines - one.lines);
  }
}
