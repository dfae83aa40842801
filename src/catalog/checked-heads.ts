import { readFile } from "node:fs/promises";
import type { DetectorHead, ModelHead } from "./heads.ts";
import type { QueryFile } from "./query-file.ts";

/** Heads that were read and checked before, by their YAML: one that was changed since has another. */
export type CheckedHeads = {
  readonly model: { readonly [yaml: string]: ModelHead };
  readonly detector: { readonly [yaml: string]: DetectorHead };
};

const file = new URL("checked-heads.json", import.meta.url);

/**
 * The heads of our own queries as the build left them beside this file: to read YAML and to check it takes a quarter of the time
 * that a small log takes. None where nothing was built.
 */
async function readCheckedHeads(): Promise<CheckedHeads> {
  const text = await readFile(file, "utf8").catch(() => '{ "model": {}, "detector": {} }');
  return JSON.parse(text);
}

let known: Promise<CheckedHeads> | undefined;

/** The head of a model file, checked. Throws: USAGE_BAD_QUERY_FILE. */
export async function modelHead(query: QueryFile): Promise<ModelHead> {
  const { model } = await (known ??= readCheckedHeads());
  return model[query.yaml] ?? (await import("./heads.ts")).modelHeadOf(query);
}

/** The head of a detector file, checked. Throws: USAGE_BAD_QUERY_FILE. */
export async function detectorHead(query: QueryFile): Promise<DetectorHead> {
  const { detector } = await (known ??= readCheckedHeads());
  return detector[query.yaml] ?? (await import("./heads.ts")).detectorHeadOf(query);
}
