import type { Beginning } from "./beginnings.ts";
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
  /** Of an archive's member: its beginnings that are as long as logs of its path that are known; none where it cannot be read on behind them. */
  readonly beginnings?: readonly Beginning[];
  /**
   * Of a pipe: the logs in it where its first bytes are those of an archive, else null. To be asked before it is opened;
   * the archive is kept in a file in the folder, which the caller removes.
   *
   * Throws: READ_NOT_READABLE, READ_NOTHING_FOUND, READ_BAD_ARCHIVE.
   */
  readonly members?: (temporary: string) => Promise<readonly Source[] | null>;
  /** Opens the plain bytes; from `offset` on only where `kind` is `plain` and `size` is known, or to where one of the `beginnings` ends. */
  readonly open: (offset?: number) => Promise<OpenSource>;
};

/** The path of a source in its archive; null for one that comes from none. */
export function memberPathOf({ name, kind }: { readonly name: string; readonly kind: string }): string | null {
  return kind === "tar" || kind === "zip" ? name.replace(/^[^!]*!/, "") : null;
}
