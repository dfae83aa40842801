import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readTruth } from "./verify/truth.ts";
import { compare, type Compared } from "./verify/verdicts.ts";
import { scoreOf, scoreText, type Score } from "./verify/score.ts";

/** One way to look at a capture: which logs are there, which requests count, and what must hold. */
type Look = {
  readonly name: string;
  readonly format: string;
  readonly proxies: RegExp;
  readonly keeps: (compared: Compared) => boolean;
  readonly mustHold: (score: Score) => readonly (readonly [string, boolean])[];
};

const everything = /./;
const serverSide = /^(?:accounts|oauth|payments|ledger|profiles)/;
const clientSide = /^(?:gateway|batch|reports)/;
/** A caller that comes back under another id leaves two requests in any log; only its own words could join them for sure. */
const underAnotherId = /^(?:balancer-resends|client-resends-after-leaving|s06b-mid-response|s15-app-resends-new-id)$/;
const hasBothSides = ({ counted, rows }: Compared): boolean =>
  counted.has_server_side && rows.some((row) => row.side === "client") && !underAnotherId.test(counted.scenario);

const neverAccused = (score: Score): readonly (readonly [string, boolean])[] => [
  ["no request that ran once is confirmed", score.table.confirmed.once === 0],
  [
    "probable is right in 99 of 100",
    score.table.probable.once <= 0.01 * (score.table.probable.once + score.table.probable.repeated),
  ],
  ["effect never says twice of one commit", score.falseTwice === 0],
];

const looks: readonly Look[] = [
  ...["istio-text", "istio-json", "attempts-json"].map((format) => ({
    name: `${format}, both sides`,
    format,
    proxies: everything,
    keeps: hasBothSides,
    mustHold: (score: Score) => [
      ...neverAccused(score),
      ["recall is at least 99 %", score.recall >= 0.99] as const,
      ["delivered is exact", score.wrongDelivered === 0] as const,
    ],
  })),
  {
    name: "attempts-json, client side only",
    format: "attempts-json",
    proxies: clientSide,
    keeps: ({ counted }) => !underAnotherId.test(counted.scenario),
    mustHold: (score) => [
      ["nothing is confirmed", score.table.confirmed.once + score.table.confirmed.repeated === 0],
      ["every repeated request is at least possible", score.atLeastPossible === 1],
    ],
  },
  {
    name: "istio-text, server side only",
    format: "istio-text",
    proxies: serverSide,
    keeps: ({ counted, rows }) => rows.some((row) => row.side === "server") && !underAnotherId.test(counted.scenario),
    mustHold: (score) => [...neverAccused(score), ["recall is at least 97 %", score.recall >= 0.97]],
  },
  {
    name: "envoy-text, both sides (no side, no details, no addresses)",
    format: "envoy-text",
    proxies: everything,
    keeps: hasBothSides,
    mustHold: (score) => [
      ["nothing is confirmed", score.table.confirmed.once + score.table.confirmed.repeated === 0],
      [
        "probable is right in 99 of 100",
        score.table.probable.once <= 0.01 * (score.table.probable.once + score.table.probable.repeated),
      ],
    ],
  },
];

const { values } = parseArgs({
  options: {
    capture: { type: "string" },
    scale: { type: "string", default: "6" },
    seed: { type: "string", default: "1" },
  },
});

/**
 * How often a laboratory of our own is asked. On a busy machine a proxy may be kept waiting until the request that it should
 * answer has ended: its line then tells of another moment than that of the send. What does not hold three times is wrong.
 */
const TURNS = 3;

/** The exit code: 0 all holds, 1 something does not, 3 skipped because there is no Envoy here. */
async function main(): Promise<number> {
  if (values.capture !== undefined) return check(values.capture);
  for (let turn = 1; turn <= TURNS; turn++) {
    const capture = join(import.meta.dirname, ".cache", "capture");
    const program = ["--import", "tsx", join(import.meta.dirname, "run-lab.ts")];
    const seed = String(Number(values.seed) + turn - 1);
    const options = ["--out", capture, "--seed", seed, "--scale", values.scale];
    const { status } = spawnSync(process.execPath, [...program, ...options], { stdio: "inherit" });
    if (status === 3) return 3;
    if (status !== 0) return 1;
    if ((await check(capture)) === 0) return 0;
    if (turn < TURNS) console.log("\nonce more, with another seed: a busy machine can do this once");
  }
  return 1;
}

/** Whether all that must hold of a capture does: 0, else 1. */
async function check(capture: string): Promise<number> {
  const truth = await readTruth(capture);
  let failed = 0;
  let passed = 0;
  for (const look of looks) {
    const score = scoreOf(await compare(capture, look.format, truth, look.proxies), truth, look.keeps);
    console.log(`\n${look.name} (verdict repeated/once)\n${scoreText(score)}`);
    for (const [what, holds] of look.mustHold(score)) {
      console.log(`  ${holds ? "ok" : "NOT OK"}  ${what}`);
      if (holds) passed++;
      else failed++;
    }
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
