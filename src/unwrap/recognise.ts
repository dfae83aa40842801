import { ESCAPE, isTextLine, OPEN_BRACE } from "./bytes.ts";
import { KnownHeads } from "./known-heads.ts";
import type { Line } from "./line.ts";
import { NOT_MINE, type Rest, type Unwrapper, type Wrapper } from "./wrapper.ts";

/** More wrappers around one line than this are none. */
export const MOST_LAYERS = 8;

/** Whether the bytes from one place to another are a line as a proxy wrote it, whatever wrapper they look like. */
export type IsOwn = (bytes: Buffer, view: DataView, from: number, to: number) => boolean;

type Opened = Unwrapper & Pick<Wrapper, "name" | "looksLike">;

/**
 * Finds what a line is wrapped in, layer by layer. What fitted at a layer last is tried there first, since one collector
 * wrote most of a file; any other is still found on any line.
 */
export class Layers {
  readonly #all: readonly Opened[];
  readonly #last: (Opened | undefined)[] = [];
  readonly #bare = new KnownHeads();
  readonly #isOwn: IsOwn | undefined;

  constructor(wrappers: readonly Wrapper[], isOwn?: IsOwn) {
    this.#isOwn = isOwn;
    const isLast = ({ isLastResort }: Wrapper): number => (isLastResort === true ? 1 : 0);
    const inOrder = wrappers.toSorted((one, other) => isLast(one) - isLast(other));
    this.#all = inOrder.map(({ name, looksLike, open }) => ({ name, looksLike, ...open() }));
  }

  /** Takes one layer off the line, if it has one; says what became of it. */
  peel(line: Line, layer: number): number {
    const { bytes, view, from, to } = line;
    const isColoured = line.mayBeColoured && bytes.subarray(from, to).includes(ESCAPE);
    if (!isColoured && isTextLine(bytes, from)) return NOT_MINE;
    const isObject = bytes[from] === OPEN_BRACE;
    if (isObject && !isColoured && this.#bare.has(view, from, to)) return NOT_MINE;
    if (!isColoured && this.#isOwn?.(bytes, view, from, to) === true) {
      if (isObject) this.#bare.add(view, from, to);
      return NOT_MINE;
    }
    const last = this.#last[layer];
    if (last !== undefined) {
      const outcome = last.peel(line);
      if (outcome !== NOT_MINE) return outcome;
    }
    for (const each of this.#all) {
      if (each === last || !each.looksLike(line)) continue;
      const outcome = each.peel(line);
      if (outcome === NOT_MINE) continue;
      this.#last[layer] = each;
      return outcome;
    }
    if (isObject && line.record !== null) this.#bare.add(view, from, to);
    return NOT_MINE;
  }

  /** The names of what was taken off the line last looked at, of so many layers from the outside in. */
  names(layers: number): string[] {
    return this.#last.slice(0, layers).map((each) => each?.name ?? "");
  }

  /** The joined parts of lines that were given up, or at the end all that are left; with the name of the wrapper. */
  rest(isEnd: boolean): (Rest & { readonly wrapper: string })[] {
    return this.#all.flatMap((each) => (each.rest?.(isEnd) ?? []).map((rest) => ({ ...rest, wrapper: each.name })));
  }
}
