import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { mixed } from "./drive/drive.ts";
import { scenarios } from "./drive/scenarios/index.ts";
import { installEnvoy } from "./install-envoy.ts";
import { runLab, type LabOptions } from "./lab.ts";
import { stories } from "./stories/index.ts";
import { appointmentsOf, type Story } from "./stories/story.ts";
import { writeSample } from "./stories/write-sample.ts";

const usage = `usage: npx tsx test/mesh/run-lab.ts --out DIR [--seed N] [--scale S] [--seconds T] [--only id,id]
       npx tsx test/mesh/run-lab.ts --out DIR --story ID [--sample DIR]`;
const flags = {
  out: { type: "string" },
  seed: { type: "string", default: "1" },
  scale: { type: "string", default: "10" },
  seconds: { type: "string" },
  only: { type: "string" },
  story: { type: "string" },
  sample: { type: "string" },
} as const;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** What a run is asked for, or what is wrong with the asking. */
type Asked = Pick<LabOptions, "appointments" | "routesFrom" | "logLevel" | "seed" | "settings">;

function askedMix(seedText: string, scaleText: string, secondsText?: string, onlyText?: string): Asked | string {
  const seed = Number(seedText);
  const scale = Number(scaleText);
  // About as many instances a second as two busy cores carry without the proxies' timers running late.
  const seconds = secondsText === undefined ? Math.max(6, scale * 2) : Number(secondsText);
  if (!Number.isInteger(seed) || !(scale > 0) || !(seconds > 0)) return usage;
  const only = onlyText?.split(",");
  const chosen = scenarios.filter((scenario) => only === undefined || only.includes(scenario.id));
  if (chosen.length === 0)
    return `no scenario of that name; there are: ${scenarios.map((scenario) => scenario.id).join(", ")}`;
  const settings = { scale, spread_ms: seconds * 1000 };
  return { appointments: mixed(chosen, seed, scale, seconds * 1000), seed, settings };
}

function askedStory(story: Story): Asked {
  const { id, seed, routesFrom, hasOtherLines } = story;
  return {
    appointments: appointmentsOf(story),
    seed,
    settings: { story: id },
    ...(routesFrom === undefined
      ? {}
      : { routesFrom: routesFrom.map(({ at, routes }) => ({ at: at * 1000, routes })) }),
    ...(hasOtherLines ? { logLevel: "info" } : {}),
  };
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: flags });
  const story = stories.find(({ id }) => id === values.story);
  const asked =
    story === undefined ? askedMix(values.seed, values.scale, values.seconds, values.only) : askedStory(story);
  if (values.out === undefined || typeof asked === "string") {
    say(typeof asked === "string" ? asked : usage);
    return 2;
  }
  if (values.story !== undefined && story === undefined) {
    say(`no story of that name; there are: ${stories.map(({ id }) => id).join(", ")}`);
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
  const captureDir = resolve(values.out);
  const { rows, lines, contradictions } = await runLab({
    ...asked,
    envoyPath: envoy.path,
    captureDir,
    say,
    onAbort: (kill) => {
      abort = kill;
    },
    isCancelled: () => isCancelled,
  });
  process.stdout.write(
    `${rows.length} requests, ${lines} log lines, ${contradictions.length} contradictions; see summary.md\n`,
  );
  for (const contradiction of contradictions.slice(0, 20)) say(contradiction);
  if (isCancelled) return 130;
  if (story !== undefined && values.sample !== undefined)
    process.stdout.write(await writeSample(story, captureDir, resolve(values.sample)));
  return contradictions.length === 0 ? 0 : 1;
}

process.exitCode = await main();
