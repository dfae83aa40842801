import type { Checkup } from "../doctor/checkup.ts";
import { told, type Block } from "./checkup-section.ts";

/** What to change: why, where, and the configuration to copy. */
export function advicePart({ advice }: Checkup): Block[] {
  return advice.flatMap(({ title, fields, notes, yaml }, index): Block[] => [
    told(`${index + 1}.`, `${title}${fields.length === 0 ? "" : `: ${fields.join(", ")}`}`),
    ...notes.map((note) => told("", note)),
    ...(yaml === null ? [] : [{ kind: "yaml", text: yaml } as const]),
  ]);
}
