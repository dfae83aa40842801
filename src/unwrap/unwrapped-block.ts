import type { TooLong } from "../read/block.ts";

export { MOST_LINE_BYTES } from "../read/block.ts";

/**
 * A block of whole lines as a proxy wrote them, without what a collector put around them.
 *
 * Shape: `bytes[0..length)` are lines, each ended by a newline; at least 8 bytes stand behind `length`, which may be
 * read and are never used. The bytes are valid UTF-8 and hold no 0x1f, NUL or carriage return. The block may be
 * overwritten once the next one is asked for.
 */
export type UnwrappedBlock = {
  readonly bytes: Buffer;
  readonly length: number;
  /** Where a wrapper joined several lines into one: how many lines of the source each stands for; else null. */
  readonly spans: readonly number[] | null;
  /** Lines that were too long to be kept; an empty line stands in the place of each. */
  readonly tooLong: readonly TooLong[];
  /** What the wrapper told of each line, where it told something; else null. Equal facts are one object. */
  readonly facts: readonly Facts[] | null;
  /** The names of the wrappers that each line was in, from the outside in, where they were asked for; else null. */
  readonly wrappers: readonly (readonly string[])[] | null;
};

/** What a wrapper told of where a line came from. */
export type Facts = {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
};
