import { basename } from "node:path";
import { parse } from "yaml";
import { unknownName } from "../core/choose.ts";
import { toldWith, UsageError } from "../core/errors.ts";
import { customFormat, customJsonFormat } from "../parse/custom-format.ts";
import type { Format, JsonObject, JsonValue } from "../parse/format.ts";
import { isObject } from "../parse/json-path.ts";
import { readTextFile } from "./text-file.ts";

/** What a config file holds: formats by the names it gives them, and parameters of detectors. */
export type Config = {
  readonly formats: readonly Format[];
  /** As `--param` takes them: `retry-storms.min_share=0.3`. */
  readonly parameters: readonly string[];
};

const known = ["formats", "parameters"] as const;

/**
 * What a config file says. Its formats may have none of the names that are taken.
 *
 * Throws: USAGE_BAD_VALUE where it cannot be read or is not as it must be; USAGE_UNKNOWN_NAME for a key that there is not.
 */
export async function readConfig(path: string, taken: readonly string[]): Promise<Config> {
  const text = await readTextFile(path);
  return toldWith(`in "${path}"`, () => {
    const document = documentOf(text);
    for (const key of Object.keys(document)) {
      if (known.some((each) => each === key)) continue;
      const hint = `known are ${known.join(" and ")}; --format-from reads the configuration of Envoy and Istio`;
      throw unknownName("key", key, known, hint);
    }
    return {
      formats: members(document, "formats").map(([name, value]) => ({
        ...formatOf(name, value, taken),
        about: `from ${basename(path)}`,
        source: `${path} at formats.${name}`,
      })),
      parameters: members(document, "parameters").flatMap(([id, value]) => parametersOf(id, value)),
    };
  });
}

function documentOf(text: string): JsonObject {
  let document: JsonValue;
  try {
    document = parse(text, { logLevel: "error" });
  } catch (cause) {
    throw new UsageError("USAGE_BAD_VALUE", "this is no YAML", { cause });
  }
  if (isObject(document)) return document;
  throw new UsageError("USAGE_BAD_VALUE", `there are no keys`, { hint: `it may hold ${known.join(" and ")}` });
}

/** The members of the object under a key; none where the key is absent. */
function members(object: JsonObject, key: string): [string, JsonValue][] {
  const value = object[key] ?? {};
  if (isObject(value)) return Object.entries(value);
  throw new UsageError("USAGE_BAD_VALUE", `"${key}" holds no names with values`, {
    hint: "docs/formats.md and docs/detectors.md show how it is written",
  });
}

function formatOf(name: string, value: JsonValue, taken: readonly string[]): Format {
  return toldWith(`at formats.${name}`, () => {
    if (!/^[\w.-]+$/.test(name))
      throw new UsageError("USAGE_BAD_VALUE", `"${name}" is no name for a format`, {
        hint: "it may hold letters, digits, hyphens and dots",
      });
    if (taken.includes(name))
      throw new UsageError("USAGE_BAD_VALUE", `the name "${name}" is taken`, {
        hint: "give it another name: a format of one's own comes before the known ones",
      });
    if (typeof value === "string") return customFormat(name, value);
    if (isObject(value)) return customJsonFormat(name, value);
    throw new UsageError("USAGE_BAD_VALUE", "this is no format", {
      hint: "it takes Envoy's format string, or the keys of its json_format",
    });
  });
}

function parametersOf(id: string, value: JsonValue): string[] {
  const values = members({ [`parameters.${id}`]: value }, `parameters.${id}`);
  return values.map(([name, each]) => {
    if (typeof each === "string" || typeof each === "number") return `${id}.${name}=${each}`;
    throw new UsageError("USAGE_BAD_VALUE", `the value of parameters.${id}.${name} is neither a number nor a text`);
  });
}
