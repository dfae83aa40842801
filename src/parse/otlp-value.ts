import type { JsonObject, JsonValue } from "./format.ts";
import { isObject, listAt, textAt, valueAt } from "./json-path.ts";

/**
 * The plain value of an OTLP `AnyValue` in JSON; null where it holds none.
 *
 * Source: https://github.com/open-telemetry/opentelemetry-proto/blob/v1.5.0/docs/specification.md#json-protobuf-encoding
 */
export function plainValue(value: JsonValue | undefined): JsonValue {
  if (valueAt(value, "kvlistValue") !== undefined) return plainObject(listAt(value, "kvlistValue", "values"));
  if (valueAt(value, "arrayValue") !== undefined) return listAt(value, "arrayValue", "values").map(plainValue);
  for (const kind of ["stringValue", "intValue", "doubleValue", "boolValue", "bytesValue"]) {
    const found = valueAt(value, kind);
    if (found !== undefined) return found;
  }
  return null;
}

/** A list of keys and values as an object. */
export function plainObject(list: readonly JsonValue[]): JsonObject {
  return Object.fromEntries(
    list.flatMap((each) => {
      const key = textAt(each, "key");
      return key === null || !isObject(each) ? [] : [[key, plainValue(each["value"])] as const];
    }),
  );
}
