import { readGiven } from "../config/given.ts";
import type { FormatOptions } from "../options.ts";

/** What people may know of a format: its name, what it is, and the address that proves it, or the file it was found in. */
export type FormatInfo = { readonly name: string; readonly about: string; readonly source: string };

/** The formats that lines are tried against: the caller's own, then the known ones. Throws: USAGE_BAD_VALUE, USAGE_UNKNOWN_NAME. */
export async function knownFormats(options: FormatOptions): Promise<readonly FormatInfo[]> {
  const { formats } = await readGiven(options);
  return formats.map(({ name, about, source }) => ({ name, about, source }));
}
