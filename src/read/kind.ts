import { isOtlp } from "./otlp.ts";

/**
 * How a source's bytes are packed, known by its first bytes and not by its name. Only `plain` bytes are the lines
 * themselves. `tar` and `zip` are the kinds of archives, whose members are sources.
 */
export type SourceKind = Packing | ArchiveKind;
/** How the bytes of one log are packed. */
export type Packing = "plain" | "utf-16" | "gzip" | "zstd" | "otlp";
/** The kinds of archives, which hold many logs. */
export type ArchiveKind = "tar" | "zip";

/** How many first bytes of a source are enough to know its kind. */
export const KIND_BYTES = 4096;

/**
 * What packed sources begin with. zstd may begin with a skippable frame, as pzstd writes it.
 *
 * Source: RFC 1952 section 2.3.1; RFC 8878 sections 3.1.1 and 3.1.2.
 */
const magic: readonly (readonly [Packing, (first: Uint8Array) => boolean])[] = [
  ["gzip", (first) => first[0] === 0x1f && first[1] === 0x8b],
  ["zstd", (first) => first[0] === 0x28 && first[1] === 0xb5 && first[2] === 0x2f && first[3] === 0xfd],
  ["zstd", (first) => (first[0]! & 0xf0) === 0x50 && first[1] === 0x2a && first[2] === 0x4d && first[3] === 0x18],
  ["otlp", isOtlp],
  ["utf-16", (first) => utf16Of(first) !== null],
];

/** How the first bytes show that a source is packed. */
export function packingOf(first: Uint8Array): Packing {
  return magic.find(([, begins]) => begins(first))?.[0] ?? "plain";
}

/**
 * The kind of archive that the first bytes show, or null.
 *
 * Source: APPNOTE.TXT 6.3.10 section 4.3.7 (zip); POSIX.1-2017 pax, section "ustar Interchange Format" (tar, by the
 * checksum of its first head, since not all write the magic).
 */
export function archiveOf(first: Uint8Array): ArchiveKind | null {
  if (first[0] === 0x50 && first[1] === 0x4b && first[2] === 0x03 && first[3] === 0x04) return "zip";
  if (first.length < 512 || first[0] === 0) return null;
  const [from, to] = [148, 156];
  let sum = 0;
  for (let at = 0; at < 512; at++) sum += at >= from && at < to ? 0x20 : first[at]!;
  const written = Number.parseInt(Buffer.from(first.subarray(from, to)).toString("latin1").trim(), 8);
  return written === sum ? "tar" : null;
}

/**
 * Which UTF-16 the first bytes are, or null. `>` writes little-endian with a mark in PowerShell up to 5; without a mark,
 * the text of a log shows itself by the zero in nearly every other byte.
 */
export function utf16Of(first: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (first[0] === 0xff && first[1] === 0xfe) return "utf-16le";
  if (first[0] === 0xfe && first[1] === 0xff) return "utf-16be";
  const zeros = [0, 0];
  for (let at = 0; at < first.length; at++) if (first[at] === 0) zeros[at & 1]!++;
  const [even = 0, odd = 0] = zeros;
  if (odd > even * 10 && odd * 3 > first.length) return "utf-16le";
  if (even > odd * 10 && even * 3 > first.length) return "utf-16be";
  return null;
}

/** Whether more than one plain byte in twenty is one that no text has; of random bytes it is one in twelve. A crashed host can leave a few NULs in a log; those are made clean instead. */
export function isBinary(first: Uint8Array): boolean {
  let odd = 0;
  for (const byte of first) if (byte < 0x09 || (byte > 0x0d && byte < 0x1b)) odd++;
  return odd * 20 > first.length;
}
