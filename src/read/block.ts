/** A longer line is no access log line: Envoy's request headers are 60 KiB by default and 8 MiB at the very most, and are not logged whole. */
export const MOST_LINE_BYTES = 1 << 20;

/** Bytes of a block before slack: large enough that the work per block does not count, small enough to stay near the processor. */
export const BLOCK_BYTES = 2 << 20;

/** How many bytes behind the lines of a block may be read, though never used: later stages take a time at once. */
export const BLOCK_SLACK = 32;

/** How much is kept of a line that is too long. */
export const EXCERPT_BYTES = 1000;

/**
 * A block of whole lines.
 *
 * Shape: `bytes[0..length)` are lines, each ended by a newline (the last line of a source without one is given one);
 * `BLOCK_SLACK` bytes follow. Valid UTF-8 without 0x1f, NUL and carriage returns. No line is longer than
 * `MOST_LINE_BYTES`; those that were are in `tooLong`, in order, and an empty line stands in their place.
 * The block is overwritten once the next one is asked for.
 */
export type Block = {
  readonly bytes: Buffer;
  readonly length: number;
  readonly tooLong: readonly TooLong[];
  /** How many lines of the source each line stands for, where that is not one each; else null. */
  readonly spans: readonly number[] | null;
};

/** A line that was too long: which line of its block (from 0), and how it begins. */
export type TooLong = { readonly index: number; readonly text: string };
