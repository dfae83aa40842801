import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../core/errors.ts";
import { detectorHeadOf, modelHeadOf, type DetectorHead, type ModelHead } from "./heads.ts";
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
  const files = await readFolder(join(queries, "model"));
  const steps = files.map((file) => named(file, modelHeadOf(file)));
  return inOrder(steps);
}

/** The queries that say what logs lack. Throws: USAGE_BAD_QUERY_FILE. */
export async function readChecks(): Promise<Checks> {
  const files = await readFolder(join(queries, "checkup"));
  return new Map(files.map((file) => named(file, modelHeadOf(file))).map((check) => [check.head.id, check]));
}

/**
 * Our detectors and those of a folder of the user's, by name. A user's detector may not have the name of one of ours.
 *
 * Throws: USAGE_BAD_QUERY_FILE.
 */
export async function readDetectors(folder?: string): Promise<Detector[]> {
  const ours = await readFolder(join(queries, "detectors"));
  const theirs = folder === undefined ? [] : await readFolder(folder);
  const all = [...ours, ...theirs].map((file) => ({
    ...named(file, detectorHeadOf(file)),
    isOurs: ours.includes(file),
  }));
  const sorted = all.sort((a, b) => (a.head.id < b.head.id ? -1 : 1));
  const twice = sorted.find((detector, index) => sorted[index + 1]?.head.id === detector.head.id);
  if (twice !== undefined)
    throw new UsageError("USAGE_BAD_QUERY_FILE", `two detectors have the name "${twice.head.id}"`);
  return sorted;
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
