import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ShapeName } from "./generator/shapes.ts";
import type { Command } from "./harness/measure.ts";

/** Where a run finds the log, and where it may write. */
export type Place = { readonly log: string; readonly folder: string };

/** What a figure of a row should be: at most so many times that of another row in the same round, or so much as such. */
export type Goal = {
  readonly figure: "wall" | "cpu" | "memory";
  /** The row that it is a ratio to; without one the figure itself, in seconds or megabytes. */
  readonly to?: string;
  readonly most: (lines: number) => number | null;
};

/** One thing that is measured. */
export type Row = {
  readonly id: string;
  readonly about: string;
  /** The log it reads, and how large a part of the lines asked for it has; null for none. */
  readonly log: { readonly shape: ShapeName; readonly format: "text" | "json"; readonly part: number } | null;
  /** Null where the program is not on this machine. */
  readonly command: (place: Place) => Command | null;
  readonly goals: readonly Goal[];
  /** Only measured when it is asked for. */
  readonly isExtra?: true;
};

const text = { shape: "mesh", format: "text", part: 1 } as const;
const json = { shape: "mesh", format: "json", part: 1 } as const;
const cli = join("dist", "cli", "bin.js");

const wall = (to: string, most: number | null): Goal => ({ figure: "wall", to, most: () => most });
const cpu = (to: string, most: number | null): Goal => ({ figure: "cpu", to, most: () => most });
const seconds = (most: number): Goal => ({ figure: "wall", most: () => most });

/** A job of ours that makes a database of a log. */
const job =
  (name: string) =>
  ({ log, folder }: Place): Command => ({
    program: fileURLToPath(new URL(`jobs/${name}.js`, import.meta.url)),
    args: [log, join(folder, "made.duckdb")],
    isCounting: true,
  });
const analyze = ({ log }: Place): Command => ({ program: cli, args: ["analyze", log], isCounting: true });
/** The same with the three detectors of the main job. */
const analyzeWithThree = ({ log }: Place): Command => {
  const three = ["duplicated-posts", "retry-storms", "unavailable-to-error"];
  return { program: cli, args: ["analyze", log, ...three.flatMap((id) => ["--detector", id])], isCounting: true };
};
/** A start of the command as a person starts it. */
const start = (flag: string) => (): Command => ({ program: process.execPath, args: [cli, flag], isCounting: false });

function peer(program: string, argsFor: (place: Place) => readonly string[]): (place: Place) => Command | null {
  return (place) => {
    const isThere = spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
    return isThere ? { program, args: argsFor(place), isCounting: false } : null;
  };
}

const shapeRow = (shape: ShapeName): Row => ({
  id: `analyze-${shape}`,
  about: `retryscope analyze, text of the shape ${shape}`,
  log: { ...text, shape },
  command: analyze,
  goals: [wall("text-analyze-all", null)],
  isExtra: true,
});

/** All rows, each after those that its goals name. */
export const rows: readonly Row[] = [
  {
    id: "limit-text",
    about: "DuckDB alone: text lines split at quotes and blanks",
    log: text,
    command: job("limit-text"),
    goals: [],
  },
  {
    id: "regexp-text",
    about: "DuckDB alone: regexp_extract with 24 groups",
    log: text,
    command: job("regexp-text"),
    goals: [],
  },
  {
    id: "text-load",
    about: "text to rows on the disk",
    log: text,
    command: job("load"),
    goals: [wall("limit-text", 1.2), cpu("limit-text", 1.1), { figure: "cpu", to: "regexp-text", most: () => 0.6 }],
  },
  {
    id: "text-ingest",
    about: "retryscope ingest: load and correlation",
    log: text,
    command: ({ log, folder }) => ({
      program: cli,
      args: ["ingest", log, "--db", join(folder, "made.duckdb")],
      isCounting: true,
    }),
    goals: [wall("limit-text", 1.7)],
  },
  {
    id: "tenth-analyze",
    about: "retryscope analyze, a tenth of the lines",
    log: { ...text, part: 0.1 },
    command: analyze,
    goals: [],
  },
  {
    id: "text-analyze",
    about: "retryscope analyze: load, correlation, the three detectors of the main job, report",
    log: text,
    command: analyzeWithThree,
    goals: [wall("limit-text", 1.8)],
  },
  {
    id: "text-analyze-all",
    about: "retryscope analyze: with all detectors",
    log: text,
    command: analyze,
    goals: [
      wall("text-load", 1.75),
      wall("tenth-analyze", 11),
      { figure: "memory", most: (lines) => (lines <= 1e6 ? 900 : 1300) },
    ],
  },
  {
    id: "limit-json",
    about: "DuckDB alone: read_json and try_cast",
    log: json,
    command: job("limit-json"),
    goals: [],
  },
  {
    id: "json-load",
    about: "JSON to rows on the disk",
    log: json,
    command: job("load"),
    goals: [wall("limit-json", 1.5), cpu("limit-json", 1.4)],
  },
  { id: "text-mark", about: "text to marked rows, no database", log: text, command: job("mark"), goals: [] },
  { id: "json-mark", about: "JSON to marked rows, no database", log: json, command: job("mark"), goals: [] },
  ...(["one-id", "one-route", "million-routes"] as const).map(shapeRow),
  { id: "help", about: "retryscope --help", log: null, command: start("--help"), goals: [seconds(0.15)] },
  { id: "version", about: "retryscope --version", log: null, command: start("--version"), goals: [seconds(0.15)] },
  {
    id: "goaccess",
    about: "GoAccess: its whole report as JSON",
    log: text,
    command: peer("goaccess", ({ log, folder }) => [
      log,
      "--no-global-config",
      '--log-format=[%dT%t.%^] "%m %U %H" %s %^ %^ %^ "%^" %^ %b %L %^ "%^" "%u" "%^" "%v" "%^" %^ %^ %^ %h:%^ %^',
      "--date-format=%Y-%m-%d",
      "--time-format=%H:%M:%S",
      `--output=${join(folder, "report.json")}`,
    ]),
    goals: [wall("text-analyze-all", null)],
  },
  {
    id: "lnav",
    about: "lnav: requests counted by status",
    log: text,
    command: peer("lnav", ({ log, folder }) => {
      const formats = join(folder, "formats", "bench");
      mkdirSync(formats, { recursive: true });
      copyFileSync(join("bench", "peers", "istio_text.json"), join(formats, "istio_text.json"));
      return ["-n", "-I", folder, "-c", ";SELECT code, count(*) FROM istio_text GROUP BY code", log];
    }),
    goals: [wall("text-analyze-all", null)],
  },
  {
    id: "angle-grinder",
    about: "angle-grinder: requests counted by status",
    log: text,
    command: peer("agrind", ({ log }) => [
      "--file",
      log,
      String.raw`* | parse "[*] \"* * *\" * " as time, method, path, protocol, code | count by code`,
    ]),
    goals: [wall("text-analyze-all", null)],
  },
];
