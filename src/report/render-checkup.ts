import { choose } from "../core/choose.ts";
import type { Checkup } from "../doctor/checkup.ts";
import { checkupOutputs } from "./checkup-outputs/index.ts";
import type { Canvas } from "./output.ts";

/**
 * The text of a checkup in the output of that name, secrets and e-mail addresses masked.
 *
 * Throws: USAGE_UNKNOWN_NAME where there is no such output.
 */
export function renderCheckup(checkup: Checkup, output: string, canvas: Canvas): string {
  const known = checkupOutputs.map(({ name }) => name).join(", ");
  return choose(checkupOutputs, "output", output, `a checkup can be written as ${known}`).write(checkup, canvas);
}
