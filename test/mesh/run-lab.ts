import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { scenarios } from "./drive/scenarios/index.ts";
import { installEnvoy } from "./install-envoy.ts";
import { runLab } from "./lab.ts";

const usage = "usage: npx tsx test/mesh/run-lab.ts --out DIR [--seed N] [--scale S] [--seconds T] [--only id,id]";
const flags = {
  out: { type: "string" },
  seed: { type: "string", default: "1" },
  scale: { type: "string", default: "10" },
  seconds: { type: "string" },
  only: { type: "string" },
} as const;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({ options: flags });
  const seed = Number(values.seed);
  const scale = Number(values.scale);
  // About as many instances a second as two busy cores carry without the proxies' timers running late.
  const seconds = values.seconds === undefined ? Math.max(6, scale * 2) : Number(values.seconds);
  if (values.out === undefined || !Number.isInteger(seed) || !(scale > 0) || !(seconds > 0)) {
    say(usage);
    return 2;
  }
  const only = values.only?.split(",");
  const chosen = scenarios.filter((scenario) => only === undefined || only.includes(scenario.id));
  if (chosen.length === 0) {
    say(`no scenario of that name; there are: ${scenarios.map((scenario) => scenario.id).join(", ")}`);
    return 2;
  }
  const envoy = await installEnvoy(join(import.meta.dirname, ".cache"));
  if (envoy.path === null) {
    say(`skipped: no Envoy, ${envoy.because}`);
    return 3;
  }

  let isCancelled = false;
  let abort: () => void = () => {};
  // The first signal lets the run end in order; the second, or the end of this process, leaves no proxy behind either.
  let interruptedAt = 0;
  const interrupt = (): void => {
    // A terminal's Ctrl-C reaches the whole process group, and tsx passes it on besides: that is one signal, not two.
    if (isCancelled && performance.now() - interruptedAt > 500) process.exit(130);
    if (isCancelled) return;
    isCancelled = true;
    interruptedAt = performance.now();
    say("ending; once more to end at once");
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  process.on("exit", () => abort());
  const result = await runLab({
    envoyPath: envoy.path,
    captureDir: resolve(values.out),
    scenarios: chosen,
    seed,
    scale,
    spreadMs: seconds * 1000,
    say,
    onAbort: (kill) => {
      abort = kill;
    },
    isCancelled: () => isCancelled,
  });
  const { rows, lines, contradictions } = result;
  process.stdout.write(
    `${rows.length} requests, ${lines} log lines, ${contradictions.length} contradictions; see summary.md\n`,
  );
  for (const contradiction of contradictions.slice(0, 20)) say(contradiction);
  if (isCancelled) return 130;
  return contradictions.length === 0 ? 0 : 1;
}

process.exitCode = await main();
