import type { Readable, Writable } from "node:stream";
import { isatty } from "node:tty";
import type { Canvas } from "../index.ts";

/** All that the command line may know of the process it runs in. */
export type Io = {
  /** The arguments, without the program's own name. */
  readonly argv: readonly string[];
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: { readonly [name: string]: string | undefined };
  readonly isTerminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  /** The columns of the terminal; 80 where there is none. */
  readonly columns: number;
  /** Aborted when the person or the system asks the program to stop. */
  readonly signal: AbortSignal;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
};

/** The Io of this process. The first SIGINT or SIGTERM aborts its signal, the second ends the process as usual. */
export function processIo(): Io {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => controller.abort());
  return {
    argv: process.argv.slice(2),
    // Not opened until it is asked for: an open stdin keeps the process alive.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    isTerminal: { stdin: isatty(0), stdout: isatty(1), stderr: isatty(2) },
    columns: process.stdout.columns ?? process.stderr.columns ?? 80,
    signal: controller.signal,
    now: () => performance.now(),
  };
}

/** The canvas that results are drawn on: rich on a terminal with UTF-8 and without NO_COLOR, plain elsewhere. */
export function canvasOf({ isTerminal, env, columns }: Io): Canvas {
  return { width: isTerminal.stdout ? columns : 80, isRich: isTerminal.stdout && hasColour(env) };
}

/** Whether the environment lets a terminal be drawn on with colour and Unicode. Source: https://no-color.org */
export function hasColour(env: Io["env"]): boolean {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "UTF-8";
  return !env["NO_COLOR"] && env["TERM"] !== "dumb" && /utf-?8/i.test(locale);
}
