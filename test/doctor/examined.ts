import { doctor, type Checkup, type DetectorCheck, type FieldCheck } from "../../src/index.ts";
import { small, writeLogs, type Logs } from "../helpers/in-memory.ts";
import { textOf, type Line } from "../helpers/lines.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** What the doctor says of these logs. */
export async function examined(logs: Logs, write: (line: Line) => string = textOf): Promise<Checkup> {
  const folder = await temporaryFolder();
  return doctor({ inputs: await writeLogs(folder, logs, write), ...small });
}

/** The fields in that state, by name. */
export function fieldsThatAre(state: FieldCheck["state"], { fields }: Checkup): string[] {
  return fields.filter((field) => field.state === state).map(({ field }) => field);
}

/** What is said of one detector. */
export function of(detector: string, { detectors }: Checkup): DetectorCheck | undefined {
  return detectors.find((each) => each.detector === detector);
}
