import type { Line } from "./line.ts";
import type { SomeFacts } from "./facts-pool.ts";
import type { Facts } from "./unwrapped-block.ts";

/**
 * What became of a line: it is not so wrapped; one layer is off and the next is looked at; it was kept as a part of a
 * line that is still to come; it holds several lines, which are in `line.more`; or nothing can be wrapped in it any more.
 */
export const [NOT_MINE, PEELED, KEPT, SEVERAL, BARE] = [0, 1, 2, 3, 4];

/** Takes one layer off the lines of one source, and remembers what it must between them. */
export type Unwrapper = {
  readonly peel: (line: Line) => number;
  /** Parts that were given up, one line each; at the end of the source all whose end never came. */
  readonly rest?: (isEnd: boolean) => readonly Rest[];
};

/** The joined parts of a line whose end never came. */
export type Rest = { readonly text: string; readonly facts: Facts; readonly span: number };

/** Lines as a collector wrote them, and what is in them. */
export type WrapperSample = {
  readonly wrapped: string;
  readonly lines: readonly { readonly text: string; readonly facts?: SomeFacts; readonly span?: number }[];
};

/** What a collector, a viewer or a person put around lines. One file on the shelf knows one. */
export type Wrapper = {
  readonly name: string;
  readonly about: string;
  /** The address that proves the shape, with version. */
  readonly source: string;
  /** Whether it takes what any other could take, and is therefore held against a line last. */
  readonly isLastResort?: boolean;
  /** At least one. */
  readonly samples: readonly WrapperSample[];
  /** Whether a line begins as if it were so wrapped; cheap, for lines of any kind. */
  readonly looksLike: (line: Line) => boolean;
  readonly open: () => Unwrapper;
};
