import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";

/** A program to run once: one of Node's, by the path of its main file, or any other, by its name. */
export type Command = {
  readonly program: string;
  readonly args: readonly string[];
  /** Whether Node runs it with our counting of its use of the machine in it; else the shell counts, without memory. */
  readonly isCounting: boolean;
};

/** What one run took, from its start to its end. Units: seconds; seconds of all its threads; megabytes, null where not counted. */
export type Figures = {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number | null;
};

const usage = new URL("../jobs/usage.js", import.meta.url).href;
const TIMED = 'TIMEFORMAT="%R %U %S"; { time "$@" 2>&4; } 4>&2 2>&3';

/**
 * Runs a program to its end with nothing to read and its output thrown away.
 *
 * Throws: Error with the program's own words when it fails.
 */
export async function measure({ program, args, isCounting }: Command, temporary: string): Promise<Figures> {
  const [file, whole] = isCounting
    ? [process.execPath, ["--import", usage, program, ...args]]
    : ["bash", ["-c", TIMED, "bash", program, ...args]];
  const began = performance.now();
  const child = spawn(file, whole, {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    env: { ...process.env, TMPDIR: temporary, NO_COLOR: "1" },
  });
  const words = textOf(child.stdio[2]);
  const counted = textOf(child.stdio[3]);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  const wallSeconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${code}\n${await words}`);
  if (isCounting) {
    const { cpuSeconds, peakMegabytes }: Figures = JSON.parse(await counted);
    return { wallSeconds, cpuSeconds, peakMegabytes };
  }
  const [real = 0, user = 0, system = 0] = (await counted).trim().split(" ").map(Number);
  return { wallSeconds: real, cpuSeconds: user + system, peakMegabytes: null };
}

async function textOf(stream: unknown): Promise<string> {
  return stream instanceof Readable ? text(stream) : "";
}
