import type { RejectReason } from "./reject.ts";

/** How many lines of a source were rejected for one reason, and the first of them. */
export type RejectCount = {
  readonly reason: RejectReason;
  readonly count: number;
  /** The first such line: its number from 1, and the beginning of its text. */
  readonly first: { readonly line: number; readonly text: string };
};

/**
 * What was seen of one source. `lines = access_log + other + rejected`, always.
 *
 * Units: bytes after decompression; lines, from newline to newline, the last one also without.
 */
export type SourceTally = {
  readonly source_id: number;
  /** The path as given, or "-" for standard input. */
  readonly name: string;
  /** `plain`, `utf-16`, `gzip` or `zstd`; of an archive's member `tar` or `zip`. */
  readonly kind: string;
  readonly bytes: number;
  readonly lines: number;
  readonly access_log: number;
  readonly other: number;
  readonly rejected: number;
  /** The formats that were recognised, with their lines, most lines first. */
  readonly formats: readonly { readonly format: string; readonly lines: number }[];
  /** One row per reason, most lines first. */
  readonly rejects: readonly RejectCount[];
  /** What is wrong with the source as a whole, e.g. a gzip file that is cut off; null when nothing is. */
  readonly problem: string | null;
  /** Why the source was not read (again), e.g. because it has the same content as another; null when it was. */
  readonly skipped: string | null;
};
