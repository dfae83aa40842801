import type { SourceKind } from "./kind.ts";
import type { OpenSource } from "./unpack.ts";

/** A log before it is read: its name as reports show it, how it is packed, and its size on the disk (null where it has none of its own). */
export type Source = {
  /** Its path, `-` for standard input, or `ARCHIVE!MEMBER`. */
  readonly name: string;
  readonly kind: SourceKind;
  readonly size: number | null;
  /** Of an archive's member: what `fingerprintOf` gives for the extracted file. */
  readonly fingerprint?: string;
  /** Opens the plain bytes; from `offset` on only where `kind` is `plain` and `size` is known. */
  readonly open: (offset?: number) => Promise<OpenSource>;
};
