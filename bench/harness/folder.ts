import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** All that the benchmark makes, relative to the root of the repository, where it is run. */
export const BENCH_FOLDER = ".bench";

const run = join(BENCH_FOLDER, "run");

/** The path in a folder that is empty when the work begins and gone after it. */
export async function inEmptyFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await rm(run, { recursive: true, force: true });
  await mkdir(run, { recursive: true });
  try {
    return await work(run);
  } finally {
    await rm(run, { recursive: true, force: true });
  }
}
