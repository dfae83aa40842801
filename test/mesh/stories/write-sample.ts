import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { withOtherLines } from "./other-lines.ts";
import type { Story } from "./story.ts";
import { truthOf } from "./truth-of.ts";

/**
 * Writes what a person would have collected of a story's capture into `dir`: one file per proxy, as the proxy wrote it, and truth.md
 * with what the applications counted. Gives that text. Logs of an earlier run in `dir` are removed.
 */
export async function writeSample(story: Story, captureDir: string, dir: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  for (const file of await readdir(dir)) if (/\.log(?:\.gz)?$/.test(file)) await rm(join(dir, file));
  const source = join(captureDir, "logs", story.format);
  for (const file of (await readdir(source)).sort()) {
    if (!story.collected.some((start) => file.startsWith(start))) continue;
    const text = await readFile(join(source, file), "utf8");
    const whole = story.hasOtherLines ? await withOtherLines(text, captureDir, file) : text;
    if (story.isPacked) await writeFile(join(dir, `${file}.gz`), gzipSync(whole, { level: 9 }));
    else await writeFile(join(dir, file), whole);
  }
  const truth = await truthOf(story, captureDir);
  await writeFile(join(dir, "truth.md"), truth);
  return truth;
}
