import { visibleJson } from "../escape.ts";
import { masked } from "../mask.ts";
import type { CheckupOutput } from "../checkup-output.ts";

const json: CheckupOutput = {
  name: "json",
  about: "for programs: every fact of the checkup, with the counts by proxy and format",
  write: (checkup) => `${visibleJson(JSON.stringify(checkup, maskedText, 2))}\n`,
};

export default json;

/** Configuration is given whole: it is ours, and people copy it. */
function maskedText(key: string, value: unknown): unknown {
  return typeof value === "string" && key !== "yaml" ? masked(value) : value;
}
