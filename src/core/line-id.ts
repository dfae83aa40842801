/** How many digits of a line id are the line's number; what stands before them is the source's id. */
export const LINE_DIGITS = 10;

/** The line ids of source `n` begin at `n` times this: one number that orders lines, joins fast, and gives source and line back. */
export const LINES_OF_A_SOURCE = 10n ** BigInt(LINE_DIGITS);
