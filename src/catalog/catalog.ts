import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../core/errors.ts";
import { detectorHead, modelHead, type CheckedHeads } from "./checked-heads.ts";
import type { DetectorHead, ModelHead } from "./heads.ts";
import { takeApart, type QueryFile } from "./query-file.ts";

/** A step of the model: what it says of itself, and the query that makes its table. */
export type Model = { readonly head: ModelHead; readonly sql: string };
/** A detector: what it says of itself, its query, and whether it is one of ours, of which tests hold that it only reads. */
export type Detector = { readonly head: DetectorHead; readonly sql: string; readonly isOurs: boolean };

/** The queries of the checkup by id. */
export type Checks = ReadonlyMap<string, Model>;

const queries = fileURLToPath(new URL("../../queries/", import.meta.url));

/** The steps of the model, each after those it reads. */
export async function readModel(): Promise<Model[]> {
  return inOrder(await readModelFiles("model"));
}

/** The queries that say what logs lack. Throws: USAGE_BAD_QUERY_FILE. */
export async function readChecks(): Promise<Checks> {
  return new Map((await readModelFiles("checkup")).map((check) => [check.head.id, check]));
}

async function readModelFiles(folder: string): Promise<Model[]> {
  const files = await readFolder(join(queries, folder));
  return Promise.all(files.map(async (file) => named(file, await modelHead(file))));
}

/**
 * Our detectors and those of a folder of the user's, by name. A user's detector may not have the name of one of ours.
 *
 * Throws: USAGE_BAD_QUERY_FILE.
 */
export async function readDetectors(folder?: string): Promise<Detector[]> {
  const ours = await readFolder(join(queries, "detectors"));
  const theirs = folder === undefined ? [] : await readFolder(folder);
  const all = await Promise.all(
    [...ours, ...theirs].map(async (file) => ({
      ...named(file, await detectorHead(file)),
      isOurs: ours.includes(file),
    })),
  );
  const sorted = all.sort((a, b) => (a.head.id < b.head.id ? -1 : 1));
  const twice = sorted.find((detector, index) => sorted[index + 1]?.head.id === detector.head.id);
  if (twice !== undefined)
    throw new UsageError("USAGE_BAD_QUERY_FILE", `two detectors have the name "${twice.head.id}"`);
  return sorted;
}

/** The heads of all of our queries, for the build to keep. */
export async function ourHeads(): Promise<CheckedHeads> {
  const model = [...(await readFolder(join(queries, "model"))), ...(await readFolder(join(queries, "checkup")))];
  const detectors = await readFolder(join(queries, "detectors"));
  const heads = async <H>(files: readonly QueryFile[], headOf: (file: QueryFile) => Promise<H>) =>
    Object.fromEntries(await Promise.all(files.map(async (file) => [file.yaml, await headOf(file)] as const)));
  return { model: await heads(model, modelHead), detector: await heads(detectors, detectorHead) };
}

async function readFolder(folder: string): Promise<QueryFile[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new UsageError("USAGE_BAD_VALUE", `the folder "${folder}" cannot be read`, { cause });
  });
  const files = names.filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    files.map(async (name) => takeApart(join(folder, name), await readFile(join(folder, name), "utf8"))),
  );
}

function named<H extends { readonly id: string }>(
  file: QueryFile,
  head: H,
): { readonly head: H; readonly sql: string } {
  if (head.id !== basename(file.path, ".sql")) {
    throw new UsageError("USAGE_BAD_QUERY_FILE", `"${file.path}" says that its id is "${head.id}"`, {
      hint: "the id is the file's name without .sql",
    });
  }
  return { head, sql: file.sql };
}

/** Each step after the steps it reads; tables that no step makes come first of all. */
function inOrder(steps: readonly Model[]): Model[] {
  const done: Model[] = [];
  const rest = [...steps];
  while (rest.length > 0) {
    const next = rest.findIndex(
      (step) => !rest.some((other) => other !== step && step.head.reads.includes(other.head.id)),
    );
    if (next < 0)
      throw new UsageError(
        "USAGE_BAD_QUERY_FILE",
        `the model reads itself in a circle: ${rest.map((step) => step.head.id).join(", ")}`,
      );
    done.push(...rest.splice(next, 1));
  }
  return done;
}
