import { unknownName } from "../core/choose.ts";
import { UsageError } from "../core/errors.ts";
import type { Detector } from "../catalog/catalog.ts";
import type { Parameter } from "../catalog/heads.ts";

/** Values of parameters that differ from their defaults, by detector and name. */
export type ParameterValues = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * The values that texts like `retry-storms.min_share=0.3` set.
 *
 * Throws: USAGE_BAD_VALUE for another shape; USAGE_UNKNOWN_NAME for a detector or parameter that there is not.
 */
export function parameterValues(texts: readonly string[], detectors: readonly Detector[]): ParameterValues {
  const values = new Map<string, Map<string, string>>();
  for (const text of texts) {
    const found = /^([^.=]+)\.([^.=]+)=(.*)$/.exec(text);
    if (found === null) {
      throw new UsageError("USAGE_BAD_VALUE", `"${text}" sets no parameter`, { hint: "write detector.name=value" });
    }
    const [id = "", name = "", value = ""] = found.slice(1);
    const detector = detectors.find(({ head }) => head.id === id);
    const ids = detectors.map(({ head }) => head.id);
    if (detector === undefined) throw unknownName("detector", id, ids, "retryscope detectors lists them");
    if (!Object.hasOwn(detector.head.params, name)) {
      throw unknownName(
        `parameter of ${id}`,
        name,
        Object.keys(detector.head.params),
        `retryscope detectors ${id} lists them`,
      );
    }
    const ofDetector = values.get(id) ?? new Map<string, string>();
    values.set(id, ofDetector.set(name, value));
  }
  return values;
}

/**
 * The query that gives a detector's parameters as one row, for its `params` table.
 *
 * Throws: USAGE_BAD_VALUE for a value of another type or out of bounds.
 */
export function parameterRow(detector: Detector, values: ParameterValues): string {
  const given = values.get(detector.head.id);
  const columns = Object.entries(detector.head.params).map(([name, parameter]) => {
    const value = given?.get(name) ?? String(parameter.default);
    return `${literalOf(`${detector.head.id}.${name}`, value, parameter)} AS ${name}`;
  });
  return `SELECT ${[...columns, "1 AS one"].join(", ")}`;
}

/** Checked by type and bounds, so that nothing but a number or a quoted text gets into the SQL. */
function literalOf(name: string, text: string, parameter: Parameter): string {
  if (parameter.type === "VARCHAR") return `CAST('${text.replaceAll("'", "''")}' AS varchar)`;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const isWhole = parameter.type === "DOUBLE" || Number.isSafeInteger(value);
  if (!Number.isFinite(value) || !isWhole) {
    throw new UsageError(
      "USAGE_BAD_VALUE",
      `"${text}" is no ${parameter.type === "DOUBLE" ? "number" : "whole number"} for ${name}`,
      { hint: parameter.about },
    );
  }
  const [min, max] = [parameter.min ?? -Infinity, parameter.max ?? Infinity];
  if (value < min || value > max) {
    const bounds = [min === -Infinity ? null : `at least ${min}`, max === Infinity ? null : `at most ${max}`];
    throw new UsageError("USAGE_BAD_VALUE", `${text} is out of bounds for ${name}`, {
      hint: `${bounds.filter((bound) => bound !== null).join(", ")}; ${parameter.about}`,
    });
  }
  return parameter.type === "DOUBLE" ? `CAST(${value} AS double)` : `CAST(${value} AS bigint)`;
}
