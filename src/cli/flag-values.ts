import { severities, unknownName, UsageError, type Severity } from "../index.ts";

/** Gives the parser of a flag that takes one of the known names. */
export function oneOf(kind: string, known: readonly string[]): (value: string) => string {
  return (value) => {
    if (known.includes(value)) return value;
    throw unknownName(kind, value, known, `known are ${known.join(", ")}`);
  };
}

/** The severity of that name. */
export function severity(value: string): Severity {
  const found = severities.find((name) => name === value);
  if (found === undefined) throw unknownName("severity", value, severities, `known are ${severities.join(", ")}`);
  return found;
}

/** A share between 0 and 1, from percent such as `12.5` or `50%`. */
export function percent(value: string): number {
  const number = /^\d+(\.\d+)?\s*%?$/.test(value) ? Number.parseFloat(value) : Number.NaN;
  if (!(number <= 100)) throw badValue("--max-rejects", value, "a percentage from 0 to 100, such as 12.5");
  return number / 100;
}

/** A count of threads, at least 1. */
export function threads(value: string): number {
  const number = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > 1024) throw badValue("--threads", value, "a whole number from 1 to 1024");
  return number;
}

/** A size that DuckDB understands, such as `4GB` or `512MiB`. */
export function memory(value: string): string {
  if (!/^\d+(\.\d+)?\s*[KMGT]i?B$/i.test(value))
    throw badValue("--memory-limit", value, "a size such as 4GB or 512MiB");
  return value;
}

/** A parameter of a detector, as text: `detector.name=value`; the library knows which there are. */
export function parameter(value: string): string {
  if (!/^[^.=]+\.[^.=]+=/.test(value))
    throw badValue("--param", value, "detector.name=value; `retryscope detectors ID` lists the parameters");
  return value;
}

/** Gives the parser of a flag that may be repeated: all its values, in order. */
export function repeated(
  parse: (value: string) => string,
): (value: string, before: readonly string[] | undefined) => readonly string[] {
  return (value, before = []) => [...before, parse(value)];
}

function badValue(flag: string, value: string, wanted: string): UsageError {
  return new UsageError("USAGE_BAD_VALUE", `${flag} cannot be "${value}"`, { hint: `it takes ${wanted}` });
}
