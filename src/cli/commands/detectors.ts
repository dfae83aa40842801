import type { Command } from "commander";
import { renderDetector, renderRows, unknownName, type DetectorInfo, type Row } from "../../index.ts";
import { examplesText } from "../examples.ts";
import { addRowOutputFlag } from "../flags.ts";
import { canvasOf } from "../io.ts";
import type { Session } from "../session.ts";
import { writeOut } from "../write-out.ts";

type Flags = { readonly output: string; readonly detectors?: string };

const examples = [
  ["retryscope detectors", "what can be found"],
  ["retryscope detectors duplicated-posts", "what one detector means, when it is wrong, and what can be set"],
] as const;

/** Adds `detectors`: the list of detectors, or one as a page. */
export function addDetectors(program: Command, { io, library, end }: Session): void {
  const command = program
    .command("detectors")
    .summary("list the detectors, or explain one")
    .description(
      "Lists the detectors, or explains one: what it shows, when it is a false alarm, what to do, what can be set.",
    )
    .argument("[id]", "the detector to explain")
    .option("--detectors <dir>", "list the detectors in this folder too");
  addRowOutputFlag(command).addHelpText("before", examplesText(examples));
  command.action(async (id: string | undefined, { output, detectors: folder }: Flags) => {
    const canvas = canvasOf(io);
    const all = await library.listDetectors(folder);
    const shown = id === undefined ? all : [find(all, id)];
    if (output !== "table") await writeOut(io, renderRows(columns, shown.map(toRow), output, canvas));
    else if (id !== undefined)
      await writeOut(
        io,
        shown.map((detector) => renderDetector(detector, canvas)),
      );
    else await writeOut(io, renderRows(["id", "title"], shown.map(toRow), output, canvas));
    end(0);
  });
}

const columns = ["id", "title", "means", "not_when", "do", "needs", "params", "severity", "source"] as const;

function find(all: readonly DetectorInfo[], id: string): DetectorInfo {
  const found = all.find((detector) => detector.id === id);
  if (found !== undefined) return found;
  throw unknownName(
    "detector",
    id,
    all.map((detector) => detector.id),
    "`retryscope detectors` lists them",
  );
}

function toRow(detector: DetectorInfo): Row {
  const params = detector.params.map(({ unit = null, min = null, max = null, ...rest }): Row => ({
    ...rest,
    unit,
    min,
    max,
  }));
  const severity = detector.severity.map(({ level, when = null }): Row => ({ level, when }));
  return { ...detector, params, severity };
}
