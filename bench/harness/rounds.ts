import type { Goal, Row } from "../rows.ts";
import { inEmptyFolder } from "./folder.ts";
import { logOf, type Log } from "./log.ts";
import { measure, type Figures } from "./measure.ts";
import { median } from "./median.ts";

/** What was measured of a row; no runs where its program is absent. */
export type Measured = { readonly row: Row; readonly runs: readonly Figures[]; readonly bytes: number };

/**
 * Runs all rows, then all again: what disturbs the machine for a while disturbs rows of one round alike, and ratios are
 * taken within a round.
 */
export async function measureInRounds(rows: readonly Row[], lines: number, count: number): Promise<Measured[]> {
  const logs: (Log | null)[] = [];
  for (const { log } of rows)
    logs.push(log === null ? null : await logOf({ ...log, lines: Math.ceil(log.part * lines) }));
  const runs: Figures[][] = rows.map(() => []);
  for (let round = 1; round <= count; round++) {
    for (const [index, row] of rows.entries()) {
      const figures = await inEmptyFolder(async (folder) => {
        const command = row.command({ log: logs[index]?.path ?? "", folder });
        return command === null ? null : measure(command, folder);
      });
      if (figures === null) continue;
      runs[index]?.push(figures);
      console.error(`round ${round} of ${count}  ${row.id}  ${figures.wallSeconds.toFixed(2)} s`);
    }
  }
  return rows.map((row, index) => ({ row, runs: runs[index] ?? [], bytes: logs[index]?.bytes ?? 0 }));
}

/** The median of one figure of all runs; null where there is none. */
export function figureOf({ runs }: Measured, figure: Goal["figure"]): number | null {
  const numbers = runs.flatMap((run) => numberOf(run, figure) ?? []);
  return numbers.length === 0 ? null : median(numbers);
}

/** The median of the ratios of one figure in each round; null where a row was not measured. */
export function ratioOf(measured: Measured, other: Measured | undefined, figure: Goal["figure"]): number | null {
  const ratios = measured.runs.flatMap((run, round) => {
    const beside = other?.runs[round];
    const [above, below] = [numberOf(run, figure), beside === undefined ? null : numberOf(beside, figure)];
    return above === null || below === null ? [] : [above / below];
  });
  return ratios.length === 0 ? null : median(ratios);
}

function numberOf(figures: Figures, figure: Goal["figure"]): number | null {
  if (figure === "wall") return figures.wallSeconds;
  return figure === "cpu" ? figures.cpuSeconds : figures.peakMegabytes;
}
