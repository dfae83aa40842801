import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { openEndOrderedFile } from "./generator/end-ordered-file.ts";
import { stormStrength } from "./generator/faults.ts";
import { visit } from "./generator/gateway.ts";
import { jsonLine, textLine } from "./generator/line.ts";
import { request } from "./generator/outbound.ts";
import { probe } from "./generator/probe.ts";
import { seededRandom } from "./generator/random.ts";
import { SHAPES, type ShapeName } from "./generator/shapes.ts";
import { newTruth, type Tally } from "./generator/truth.ts";
import type { World } from "./generator/world.ts";

/** What to generate: the same options give the same bytes. */
export interface GenerateOptions {
  readonly lines: number;
  readonly seed: number;
  readonly format: "text" | "json";
  readonly out: string;
  /** What the traffic is like; a mesh by default. */
  readonly shape?: ShapeName;
  /** Where to write what really happened to each request that was sent more than once. */
  readonly truth?: string;
}

/** What was generated. */
export interface Generated extends Tally {
  readonly lines: number;
  readonly bytes: number;
}

const HOUR_MS = 3600000;
const BEGINS_AT = 8 * HOUR_MS;
const ENDS_AT = BEGINS_AT + 6 * HOUR_MS;
const STORM_BEGINS_AT = BEGINS_AT + 3.4 * HOUR_MS;
const PROBE_SHARE = 0.12;
/** More lines than one visit ever wrote. */
const VISIT_LINES = 250;

/**
 * One log file of six hours with the lines of all proxies in the order of their ends, and what really happened.
 *
 * Shape: the last lines are health checks, so that the file has exactly the lines asked for and no
 * request is cut in two by its end; a log of a few hundred lines is all health checks.
 */
export function generate(options: GenerateOptions): Generated {
  const random = seededRandom(options.seed);
  const file = openEndOrderedFile(options.out);
  const truth = newTruth();
  const render = options.format === "json" ? jsonLine : textLine;
  const nextVisit = SHAPES[options.shape ?? "mesh"];
  let lines = 0;
  const world: World = {
    random,
    truth,
    write(line) {
      lines++;
      file.add(line.startedAt + line.durationMs, render(line));
    },
    stormAt: (at) => stormStrength(at, STORM_BEGINS_AT),
    request: (caller, target, message, at) => request(world, caller, target, message, at),
  };
  let now = BEGINS_AT;
  for (let steps = 1; lines < options.lines; steps++) {
    const at = Math.floor(now);
    const isFull = options.lines - lines < VISIT_LINES;
    if (isFull || random.chance(PROBE_SHARE)) probe(world, at);
    else visit(world, nextVisit(random, world.stormAt(at)), at);
    file.settle(at);
    // The pace follows from what is left, so that the lines fill the window whatever a visit takes.
    const linesPerStep = isFull ? 1 : lines / steps;
    const stepMs = ((ENDS_AT - now) * linesPerStep) / (options.lines - lines + linesPerStep);
    now += stepMs * 2 * random.unit();
  }
  if (options.truth !== undefined) truth.save(options.truth);
  return { lines, bytes: file.close(), ...truth.tally };
}

function isShapeName(name: string): name is ShapeName {
  return name in SHAPES;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      lines: { type: "string", default: "1000000" },
      seed: { type: "string", default: "1" },
      format: { type: "string", default: "text" },
      shape: { type: "string", default: "mesh" },
      out: { type: "string" },
      truth: { type: "string" },
    },
  });
  const { format, shape, out, truth } = values;
  const [lines, seed] = [Number(values.lines), Number(values.seed)];
  const isFormat = format === "text" || format === "json";
  if (!out || !isFormat || !isShapeName(shape) || !Number.isInteger(lines) || !Number.isInteger(seed)) {
    const shapes = Object.keys(SHAPES).join("|");
    console.error(
      `usage: generate.ts --out FILE [--lines N] [--seed N] [--format text|json] [--shape ${shapes}] [--truth FILE]`,
    );
    process.exitCode = 2;
    return;
  }
  const began = performance.now();
  const made = generate({
    lines,
    seed,
    format,
    out,
    shape,
    ...(truth === undefined ? {} : { truth }),
  });
  const seconds = Number(((performance.now() - began) / 1000).toFixed(2));
  console.log(JSON.stringify({ ...made, seconds }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
