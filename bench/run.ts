import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { measureInRounds } from "./harness/rounds.ts";
import { figureTable, goalTable } from "./harness/table.ts";
import { rows, type Row } from "./rows.ts";

/** More load than this before the first run makes figures that say little. */
const QUIET = 0.3;

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "1000000" },
    runs: { type: "string", default: "3" },
    rows: { type: "string" },
    shape: { type: "string" },
  },
});
const [lines, runs] = [Number(values.lines), Number(values.runs)];
const chosen = choose(values.rows?.split(","), values.shape?.split(",").map((shape) => `analyze-${shape}`) ?? []);
if (chosen === null || !Number.isInteger(lines) || lines < 10 || !Number.isInteger(runs) || runs < 1) {
  console.error(
    "usage: npm run bench -- [--lines N] [--runs N] [--rows ROW,...] [--shape one-id,one-route,million-routes]",
  );
  console.error(`rows: ${rows.map(({ id }) => id).join(" ")}`);
  process.exitCode = 2;
} else {
  const [load = 0] = loadavg();
  if (load > QUIET)
    console.error(`the machine is busy (load ${load.toFixed(2)}): wall times mean little, cpu times something`);
  const measured = await measureInRounds(chosen, lines, runs);
  console.log(
    `${lines} lines, medians of ${runs} runs, ${availableParallelism()} cores, Node ${process.versions.node}\n`,
  );
  console.log(`${figureTable(measured)}\n\n${goalTable(measured, lines)}`);
}

/** The rows of these names with those that they are compared with; without names all but the extra ones. Null for a wrong name. */
function choose(names: readonly string[] | undefined, extra: readonly string[]): Row[] | null {
  const wanted = new Set([
    ...(names ?? (extra.length > 0 ? [] : rows.filter((row) => !row.isExtra).map((row) => row.id))),
    ...extra,
  ]);
  for (const name of wanted)
    for (const { to } of rows.find(({ id }) => id === name)?.goals ?? []) if (to !== undefined) wanted.add(to);
  return [...wanted].every((name) => rows.some(({ id }) => id === name))
    ? rows.filter(({ id }) => wanted.has(id))
    : null;
}
