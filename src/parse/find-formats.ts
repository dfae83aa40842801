import { parse } from "yaml";
import type { JsonObject, JsonValue } from "./format.ts";
import contourJson from "./formats/contour-json.ts";
import { isObject } from "./json-path.ts";

/** A format inside a configuration: a format string, or the object of a `json_format`. */
export type FoundFormat = {
  readonly format: string | JsonObject;
  /** Where it stands, e.g. `spec.meshConfig.accessLogFormat`. */
  readonly path: string;
  /** The name of its provider, where it has one. */
  readonly name: string | null;
};

/** Deeper configuration is none, and could exhaust the stack. */
const MOST_DEPTH = 64;

/** The formats under a value, each once. */
export function findFormats(value: JsonValue): FoundFormat[] {
  const seen = new Set<string>();
  return [...walk(value, "", null, 0)].filter(({ format }) => {
    const key = JSON.stringify(format);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function* walk(value: JsonValue, path: string, provider: string | null, depth: number): Generator<FoundFormat> {
  if (depth > MOST_DEPTH) return;
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* walk(each, `${path}[${index}]`, provider, depth + 1);
    return;
  }
  if (!isObject(value)) return;
  const name = path.includes("extensionProviders[") && typeof value["name"] === "string" ? value["name"] : provider;
  for (const [key, each] of Object.entries(value)) {
    if (noLog.has(key)) continue;
    const at = path === "" ? key : `${path}.${key}`;
    const format = formatUnder(key, each);
    if (format !== null) yield { format, path: at, name };
    else yield* walk(inner(key, each), at, name, depth + 1);
  }
}

/** Keys whose text or object is a format, wherever they stand. */
const always: ReadonlySet<string> = new Set([
  "accessLogFormat",
  "accessLogFormatString",
  "accesslog-format-string",
  "envoy_log_format",
  "text_format",
  "textFormat",
  "json_format",
  "jsonFormat",
  "typed_json_format",
  "typedJsonFormat",
  "stringFormat",
]);

/** What has formats that are none of an access log: those of the bodies that the proxy answers with. */
const noLog: ReadonlySet<string> = new Set(["local_reply_config", "localReplyConfig", "body_format", "bodyFormat"]);

/** The format that stands under a key, or null. */
function formatUnder(key: string, value: JsonValue): string | JsonObject | null {
  if (always.has(key)) return asFormat(value);
  switch (key) {
    // Envoy's `text_format_source`; the source of another kind is a file, which is not here.
    case "inline_string":
    case "inlineString":
      return holdsOperator(value) ? value : null;
    // The file access log of Envoy before 1.17: `format` beside `path`. Envoy Gateway has an object there.
    case "format":
      return holdsOperator(value) ? value : null;
    // MeshConfig: `logFormat.text`; Envoy Gateway: `format.text`; Kuma: `format.plain`.
    case "text":
    case "plain":
      return holdsOperator(value) ? value : null;
    // MeshConfig: `logFormat.labels`. A Kubernetes resource has labels too, without operators.
    case "labels":
    case "json":
      return Array.isArray(value) ? keyValues(value) : isObject(value) && holdsOperatorInside(value) ? value : null;
    case "json-fields":
    case "accessLogJSONFields":
    case "jsonFields":
      return Array.isArray(value) && value.length > 0 ? contourFields(value) : null;
    default:
      return null;
  }
}

function asFormat(value: JsonValue): string | JsonObject | null {
  if (typeof value === "string") return holdsOperator(value) ? value : null;
  return isObject(value) && holdsOperatorInside(value) ? value : null;
}

function holdsOperator(value: JsonValue): value is string {
  return typeof value === "string" && /%[A-Z][A-Z0-9_]*[%(:]/.test(value);
}

function holdsOperatorInside(value: JsonObject): boolean {
  return Object.values(value).some((each) => holdsOperator(each) || (isObject(each) && holdsOperatorInside(each)));
}

/** Kuma's list of `{key, value}`. */
function keyValues(list: readonly JsonValue[]): JsonObject | null {
  const pairs = list.flatMap((each) =>
    isObject(each) && typeof each["key"] === "string" && typeof each["value"] === "string"
      ? [[each["key"], each["value"]] as const]
      : [],
  );
  const format = Object.fromEntries(pairs);
  return holdsOperatorInside(format) ? format : null;
}

/** Contour's list of names, where a name of its own comes with its operator: `name=%OPERATOR%`. Others are operators in lower case. */
function contourFields(list: readonly JsonValue[]): JsonObject {
  const known: { readonly [name: string]: string } = contourJson.shape.json;
  return Object.fromEntries(
    list.flatMap((each) => {
      if (typeof each !== "string") return [];
      const [, name = each, operator] = /^([^=]+)=(.*)$/.exec(each) ?? [];
      return [[name, operator ?? known[name] ?? `%${name.toUpperCase()}%`] as const];
    }),
  );
}

/** A text that is a document itself, as under `data.mesh` of Istio's ConfigMap; else the value. */
function inner(key: string, value: JsonValue): JsonValue {
  if (typeof value !== "string" || !/^\s*[\w{"-].*[:{]/s.test(value) || !/[Ll]og/.test(value)) return value;
  if (key !== "mesh" && !value.includes("\n")) return value;
  try {
    const inside: JsonValue = parse(value, { logLevel: "silent" });
    return inside;
  } catch {
    return value;
  }
}
