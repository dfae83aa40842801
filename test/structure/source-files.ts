import { readdirSync, readFileSync } from "node:fs";
import { dirname, posix } from "node:path";

/** A source file: its path below the folder that was asked for, with slashes, and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** All TypeScript files below a folder of this project, by path. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(`${folder}/${path}`, "utf8") }));
}

/**
 * What a file imports, types included: `ours` as paths below the same folder, and the names of `others`.
 *
 * Import lines are read by pattern, which is enough for files that the formatter has written.
 */
export function importsOf({ path, text }: SourceFile): {
  readonly ours: readonly string[];
  readonly others: readonly string[];
} {
  const names = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].flatMap(([, name]) => name ?? []);
  return {
    ours: names.filter((name) => name.startsWith(".")).map((name) => posix.join(dirname(path), name)),
    others: names.filter((name) => !name.startsWith(".")),
  };
}

/** A text without its comments, so that words in them are no code. */
export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "$1");
}
