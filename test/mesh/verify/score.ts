import type { Truth } from "./truth.ts";
import type { Compared, Judged } from "./verdicts.ts";

const verdicts = ["confirmed", "probable", "possible", "harmless", "none"] as const;
type Verdict = (typeof verdicts)[number];
type Cell = { repeated: number; once: number };

/** How verdicts and truth meet: for each verdict how many requests truly ran more than once, and how many once. */
export type Score = {
  readonly table: Readonly<Record<Verdict, Cell>>;
  /** Share of the truly repeated ones that are confirmed or probable. */
  readonly recall: number;
  /** Share of the truly repeated ones that are at least possible. */
  readonly atLeastPossible: number;
  /** Rows whose effect is `twice` although the application committed once at most. */
  readonly falseTwice: number;
  /** Client-side rows with server-side lines whose `delivered` is not what the application counted. */
  readonly wrongDelivered: number;
};

/** Only methods that may not be repeated have a verdict to score. */
const isScored = ({ counted }: Compared): boolean =>
  !["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"].includes(counted.method);

/** The score of the compared requests that a filter keeps. */
export function scoreOf(all: readonly Compared[], truth: Truth, keeps: (compared: Compared) => boolean): Score {
  const table = {
    confirmed: { repeated: 0, once: 0 },
    probable: { repeated: 0, once: 0 },
    possible: { repeated: 0, once: 0 },
    harmless: { repeated: 0, once: 0 },
    none: { repeated: 0, once: 0 },
  };
  let [falseTwice, wrongDelivered] = [0, 0];
  const scored = all.filter((compared) => isScored(compared) && keeps(compared));
  for (const { counted, rows } of scored) {
    table[strongest(rows)][counted.executions > 1 ? "repeated" : "once"]++;
    falseTwice += rows.filter((row) => row.effect === "twice" && counted.commits < 2).length;
    if (counted.has_server_side) wrongDelivered += countWrong(counted, rows, truth);
  }
  const repeated = verdicts.reduce((sum, verdict) => sum + table[verdict].repeated, 0);
  const share = (count: number): number => (repeated === 0 ? 1 : count / repeated);
  const sure = table.confirmed.repeated + table.probable.repeated;
  return {
    table,
    recall: share(sure),
    atLeastPossible: share(sure + table.possible.repeated),
    falseTwice,
    wrongDelivered,
  };
}

function strongest(rows: readonly Judged[]): Verdict {
  return verdicts.find((verdict) => rows.some((row) => row.verdict === verdict)) ?? "none";
}

/** An internal redirect gives two client-side lines for one hand-over: their deliveries count together. */
function countWrong(counted: Compared["counted"], rows: readonly Judged[], truth: Truth): number {
  const delivered = new Map<string, number>();
  for (const row of rows.filter(({ side }) => side === "client")) {
    const issue = truth.lineKeys.get(row.proxy)?.[row.line - 1]?.issue ?? "";
    delivered.set(issue, (delivered.get(issue) ?? 0) + row.delivered);
  }
  return counted.issues.filter(({ issue, executions }) => (delivered.get(issue) ?? executions) !== executions).length;
}

/** The score as lines of text. */
export function scoreText(score: Score): string {
  const cells = verdicts.map((verdict) => `${verdict} ${score.table[verdict].repeated}/${score.table[verdict].once}`);
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  return `  ${cells.join("  ")}\n  recall ${share(score.recall)}  at least possible ${share(score.atLeastPossible)}  false "twice" ${score.falseTwice}  wrong delivered ${score.wrongDelivered}`;
}
