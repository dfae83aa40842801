import type { JsonObject } from "./format.ts";
import type { JsonKeys } from "./json-keys.ts";
import { isObject } from "./json-path.ts";

/** So many lists of keys are remembered; a source has few. */
const MOST_REMEMBERED = 500;

/** The JSON formats, and which of them lines with the same keys were found to be. */
export class JsonFormats {
  readonly all: readonly JsonKeys[];
  readonly #remembered = new Map<string, JsonKeys | undefined>();

  constructor(all: readonly JsonKeys[]) {
    this.all = all;
  }

  /** The format that gives most columns of those that claim the object; of equals the one of the highest rank, then the first. */
  best(value: JsonObject, names: readonly string[]): JsonKeys | undefined {
    const list = names.join("\0");
    if (this.#remembered.has(list)) return this.#remembered.get(list);
    const found = bestOf(this.all, value, names);
    // What a nested object holds, its key does not tell.
    const hasNested = this.all.some((keys) => names.some(keys.isNested));
    if (!hasNested && this.#remembered.size < MOST_REMEMBERED) this.#remembered.set(list, found);
    return found;
  }
}

function bestOf(all: readonly JsonKeys[], value: JsonObject, names: readonly string[]): JsonKeys | undefined {
  let found: JsonKeys | undefined;
  let most = 0;
  for (const keys of all) {
    if (found?.rank === 0 && keys.rank > 0) continue;
    const inside = names.some(keys.isNested) ? namesIn(value, keys) : names;
    if (!keys.isOne(inside)) continue;
    const score = new Set(inside.map((name) => keys.fieldOf(name).column)).size * 1000 + inside.filter(keys.has).length;
    const isBetter = score > most || (score === most && found !== undefined && keys.rank < found.rank);
    if (isBetter || (keys.rank === 0 && found !== undefined && found.rank > 0)) [found, most] = [keys, score];
  }
  return found;
}

/** The names of all values, those inside objects that the format knows included. */
function namesIn(value: JsonObject, keys: JsonKeys, prefix = ""): string[] {
  return Object.entries(value).flatMap(([key, each]) => {
    const path = prefix + key;
    return keys.isNested(path) && isObject(each) ? namesIn(each, keys, `${path}.`) : [path];
  });
}
