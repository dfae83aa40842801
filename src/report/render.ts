import { choose } from "../core/choose.ts";
import { mapTexts } from "./map-texts.ts";
import { masked } from "./mask.ts";
import type { Canvas } from "./output.ts";
import { outputs } from "./outputs/index.ts";
import type { Report } from "./report.ts";

/**
 * The text of a report in the output of that name, secrets and e-mail addresses masked.
 *
 * Throws: USAGE_UNKNOWN_NAME where there is no such output.
 */
export function renderReport(report: Report, output: string, canvas: Canvas): string {
  const known = outputs.map(({ name }) => name).join(", ");
  return choose(outputs, "output", output, `a report can be written as ${known}`).write(
    mapTexts(report, masked),
    canvas,
  );
}
