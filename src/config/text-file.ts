import { readFile } from "node:fs/promises";
import { UsageError } from "../core/errors.ts";

/** The text of a file that the caller named. Throws: USAGE_BAD_VALUE where it is not there, not to be read, or no text. */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new UsageError("USAGE_BAD_VALUE", `the file "${path}" cannot be read`, { cause });
  });
  if (bytes.includes(0)) throw new UsageError("USAGE_BAD_VALUE", `the file "${path}" is no text in UTF-8`);
  return bytes.toString("utf8");
}
