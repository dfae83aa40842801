import { visibleJson } from "../escape.ts";
import type { Output } from "../output.ts";

const json: Output = {
  name: "json",
  about: "for programs: every fact of the report, with exact numbers",
  write: (report) => `${visibleJson(JSON.stringify(report, exactNumber, 2))}\n`,
};

export default json;

/** A bigint as a number where a number holds it exactly, else as its digits in text. */
function exactNumber(_key: string, value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}
