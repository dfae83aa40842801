import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ShapeName } from "../generator/shapes.ts";
import { BENCH_FOLDER } from "./folder.ts";

/** A generated log. */
export type LogKind = { readonly shape: ShapeName; readonly format: "text" | "json"; readonly lines: number };

/** Where it is and its size. */
export type Log = { readonly path: string; readonly bytes: number };

const SEED = 1;
const generator = new URL("../generate.js", import.meta.url);
const run = promisify(execFile);

/** The path and size of such a log, made unless the same generator made it before. It is read once, so that each run finds it in memory. */
export async function logOf({ shape, format, lines }: LogKind): Promise<Log> {
  const path = join(
    BENCH_FOLDER,
    `${shape}-${lines}-seed-${SEED}-${await generatorHash()}.${format === "json" ? "json" : "log"}`,
  );
  const isThere = await stat(path).catch(() => null);
  if (isThere === null) {
    console.error(`making ${path}`);
    const flags = { lines: String(lines), seed: String(SEED), format, shape, out: `${path}.part` };
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
    await run(process.execPath, [fileURLToPath(generator), ...args]);
    await rename(`${path}.part`, path);
  }
  await finished(createReadStream(path).resume());
  return { path, bytes: (await stat(path)).size };
}

/** Part of the name of a log, so that none of an older generator is used. */
async function generatorHash(): Promise<string> {
  const folder = new URL("../generator/", import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".js")).sort();
  const hash = createHash("sha256");
  for (const url of [generator, ...names.map((name) => new URL(name, folder))]) hash.update(await readFile(url));
  return hash.digest("hex").slice(0, 8);
}
