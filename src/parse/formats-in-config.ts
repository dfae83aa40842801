import { parseAllDocuments } from "yaml";
import { toldWith, UsageError } from "../core/errors.ts";
import { customFormat, customJsonFormat } from "./custom-format.ts";
import { findFormats, type FoundFormat } from "./find-formats.ts";
import type { Format, JsonValue } from "./format.ts";

const looked =
  "looked for accessLogFormat and extensionProviders (MeshConfig), log_format, text_format, json_format and format of access loggers (EnvoyFilter, bootstrap, config_dump), accessLog settings (Envoy Gateway), and the like of Contour, Emissary, Kuma, Gloo and Consul";

/**
 * The access log formats that a configuration gives: Istio's MeshConfig (also inside a ConfigMap or an IstioOperator), an
 * EnvoyFilter, an Envoy bootstrap or `config_dump`, or a resource of Envoy Gateway, Contour, Emissary, Kuma, Gloo or Consul, in YAML
 * or JSON, with one document or several.
 *
 * Shape: never empty; each format once, in the order of the file, named for its provider or else for the file; none has a
 * name that is taken.
 * Throws: USAGE_BAD_VALUE for text that is no YAML or JSON, for a file without a format, and for a format that does not
 * compile, with the place in the file.
 */
export function formatsIn(text: string, fileName: string, taken: readonly string[] = []): Format[] {
  const found = documentsIn(text, fileName).flatMap((document) => findFormats(document));
  if (found.length === 0) {
    throw new UsageError("USAGE_BAD_VALUE", `there is no access log format in "${fileName}": ${looked}`, {
      hint: "where no format is configured the default is in use, and needs no file; a Telemetry resource only names a provider, whose format is in MeshConfig",
    });
  }
  const names = namesOf(found, fileName, taken);
  return found.map((each, index) => formatOf(each, names[index]!, fileName));
}

function documentsIn(text: string, fileName: string): JsonValue[] {
  // A config_dump can be large, and JSON.parse is a hundred times as fast.
  if (text.trimStart().startsWith("{")) {
    try {
      return [JSON.parse(text)];
    } catch {
      // YAML may begin with a brace too, and its parser tells the place of a mistake.
    }
  }
  const documents = parseAllDocuments(text, { logLevel: "silent" });
  if (!Array.isArray(documents)) return [];
  return documents.map((document): JsonValue => {
    const [error] = document.errors;
    if (error !== undefined) throw unreadable(fileName, error);
    try {
      return document.toJS();
    } catch (cause) {
      throw unreadable(fileName, cause);
    }
  });
}

function unreadable(fileName: string, cause: unknown): UsageError {
  return new UsageError("USAGE_BAD_VALUE", `"${fileName}" is neither YAML nor JSON`, {
    cause,
    hint: "give the resource itself, e.g. the output of kubectl get -o yaml; templates are not filled in",
  });
}

/** A format is called as its provider is, else as the file; where the name is taken, with a number behind it. */
function namesOf(found: readonly FoundFormat[], fileName: string, known: readonly string[]): string[] {
  const base = baseOf(fileName).replace(/\.(?:ya?ml|json)$/i, "") || "config";
  const taken = new Set(known);
  return found.map(({ name }) => {
    const wanted = name ?? base;
    let free = wanted;
    for (let count = 2; taken.has(free); count++) free = `${wanted}-${count}`;
    taken.add(free);
    return free;
  });
}

function formatOf({ format, path }: FoundFormat, name: string, fileName: string): Format {
  const custom = toldWith(`in "${fileName}" at ${path}`, () =>
    typeof format === "string" ? customFormat(name, format) : customJsonFormat(name, format),
  );
  return { ...custom, about: `from ${baseOf(fileName)}`, source: `${fileName} at ${path}` };
}

function baseOf(fileName: string): string {
  return fileName.split(/[\\/]/).at(-1) ?? "";
}
