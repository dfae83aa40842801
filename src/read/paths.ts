import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { notOpened } from "./byte-source.ts";

/** A file that an argument names. */
export type Found = { readonly path: string; readonly stats: Stats };

/** The files behind one argument. A file that is named itself must be a log; a folder or pattern may name other things too. */
export type Named = { readonly files: readonly Found[]; readonly isNamed: boolean };

/**
 * The files that an argument names: itself, what is in the folder and in those below it, or what the pattern fits; by
 * name. What begins with a dot is left out.
 *
 * Throws: READ_NOT_FOUND, READ_NOT_READABLE.
 */
export async function filesOf(input: string): Promise<Named> {
  const stats = await stat(input).catch((cause: unknown) => notOpened(input, cause));
  if (stats instanceof Error) {
    const { glob, isDynamicPattern } = await import("tinyglobby");
    if (stats.code !== "READ_NOT_FOUND" || !isDynamicPattern(input)) throw stats;
    const paths = await glob(input, { expandDirectories: false, absolute: isAbsolute(input) });
    return { files: (await Promise.all(paths.map(found))).flat().sort(byPath), isNamed: false };
  }
  if (!stats.isDirectory()) return { files: [{ path: input, stats }], isNamed: true };
  return { files: (await filesIn(input, stats, new Set())).sort(byPath), isNamed: false };
}

/** The files below a folder; each folder is entered once, so that a link to one above it does no harm. */
async function filesIn(folder: string, { dev, ino }: Stats, entered: Set<string>): Promise<Found[]> {
  if (entered.has(`${dev}:${ino}`)) return [];
  entered.add(`${dev}:${ino}`);
  const names = await readdir(folder).catch((cause: unknown) => Promise.reject(notOpened(folder, cause)));
  const files: Found[] = [];
  for (const name of names) {
    if (name.startsWith(".")) continue;
    for (const { path, stats } of await found(join(folder, name))) {
      if (stats.isDirectory()) files.push(...(await filesIn(path, stats, entered)));
      // Nothing but files: a pipe in a folder may never end.
      else if (stats.isFile()) files.push({ path, stats });
    }
  }
  return files;
}

/** What is at the path, or nothing: copies of /var/log/containers are full of links whose target was not copied. */
async function found(path: string): Promise<Found[]> {
  return stat(path).then(
    (stats) => [{ path, stats }],
    () => [],
  );
}

function byPath(one: Found, other: Found): number {
  return one.path < other.path ? -1 : 1;
}
