import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { importsOf, sourceFiles, codeOf } from "./source-files.ts";

/**
 * A part of `src`, a folder or a file: what else of ours it may import (a folder, or one file of it where only that is
 * the border), and which packages it owns. `node` says whether it may use Node's own modules.
 */
type Layer = {
  readonly name: string;
  readonly from: readonly string[];
  readonly node: boolean;
  readonly packages: readonly string[];
};

/**
 * The order of the parts: each may import only from those above it. This is the one place that states it in code; a new
 * part of `src` gets a line here.
 */
const layers: readonly Layer[] = [
  { name: "core", from: [], node: false, packages: ["fastest-levenshtein"] },
  { name: "options.ts", from: ["core"], node: false, packages: [] },
  // What parse writes and store loads.
  { name: "rows", from: ["core"], node: false, packages: [] },
  // The way of the data: a stage sees the border of the stage before it and nothing else of it.
  { name: "read", from: ["core"], node: true, packages: ["fzstd", "modern-tar", "stream-json", "tinyglobby"] },
  { name: "unwrap", from: ["core", "read/block.ts", "read/gunzip-text.ts"], node: false, packages: [] },
  // YAML: formats are found in Istio's and Envoy's own configuration.
  {
    name: "parse",
    from: ["core", "rows", "unwrap/unwrapped-block.ts"],
    node: false,
    packages: ["fastest-levenshtein", "yaml"],
  },
  // What callers give in files. YAML: their config file is in it.
  { name: "config", from: ["core", "options.ts", "parse"], node: true, packages: ["yaml"] },
  { name: "store", from: ["core", "rows"], node: true, packages: ["@duckdb/node-api", "@duckdb/node-bindings"] },
  { name: "catalog", from: ["core"], node: true, packages: ["yaml", "zod"] },
  { name: "correlate", from: ["core", "store", "catalog"], node: false, packages: [] },
  { name: "detect", from: ["core", "store/database.ts", "catalog"], node: false, packages: [] },
  {
    name: "doctor",
    from: [
      "core",
      "store/database.ts",
      "catalog",
      "detect/finding.ts",
      "detect/needs.ts",
      "parse/column-operators.ts",
      "parse/format-fields.ts",
      "parse/formats",
    ],
    node: false,
    packages: [],
  },
  // What sees several stages.
  { name: "session.ts", from: ["core", "options.ts", "store"], node: true, packages: [] },
  {
    name: "ingest",
    from: ["core", "options.ts", "rows", "read", "unwrap", "parse", "store", "session.ts"],
    node: true,
    packages: [],
  },
  // Looks at logs and lines without a database.
  {
    name: "inspect",
    from: ["core", "options.ts", "rows", "read", "unwrap", "parse", "config", "ingest"],
    node: false,
    packages: [],
  },
  {
    name: "report",
    from: [
      "core",
      "detect/finding.ts",
      "detect/overview.ts",
      "doctor/checkup.ts",
      "inspect/detected-source.ts",
      "inspect/explained-line.ts",
    ],
    node: false,
    packages: ["cli-table3"],
  },
  {
    name: "pipeline.ts",
    from: ["core", "options.ts", "read", "parse/format.ts", "catalog", "correlate", "session.ts", "ingest"],
    node: false,
    packages: [],
  },
  {
    name: "work.ts",
    from: [
      "core",
      "options.ts",
      "config",
      "store",
      "catalog",
      "correlate",
      "detect",
      "doctor",
      "report",
      "session.ts",
      "pipeline.ts",
    ],
    node: false,
    packages: [],
  },
  {
    name: "index.ts",
    from: ["core", "options.ts", "detect/finding.ts", "doctor/checkup.ts", "inspect", "report", "work.ts"],
    node: false,
    packages: [],
  },
  { name: "cli", from: ["index.ts"], node: true, packages: ["commander"] },
];

const files = sourceFiles("src");
const layerNameOf = (path: string): string => path.split("/", 1)[0] ?? path;
const indexOf = (path: string): number => layers.findIndex(({ name }) => name === layerNameOf(path));

test("every part of src has its place in the order, and every place its part", () => {
  const parts = new Set(files.map(({ path }) => layerNameOf(path)));
  expect([...parts].toSorted()).toEqual(layers.map(({ name }) => name).toSorted());
});

test("no part may import from one that stands below it", () => {
  const backward = layers.flatMap(({ name, from }, index) =>
    from.filter((source) => indexOf(source) < 0 || indexOf(source) >= index).map((source) => `${name} from ${source}`),
  );
  expect(backward).toEqual([]);
});

test.each(layers)("$name imports what it may, and nothing else", ({ name, from, node, packages }) => {
  const strangers = files
    .filter(({ path }) => layerNameOf(path) === name)
    .flatMap((file) => {
      const { ours, others } = importsOf(file);
      const foreign = ours.filter((path) => layerNameOf(path) !== name && !isAmong(path, from));
      const unowned = others.filter((each) => (each.startsWith("node:") ? !node : !packages.includes(packageOf(each))));
      return [...foreign, ...unowned].map((each) => `src/${file.path} imports ${each}`);
    });
  expect(strangers).toEqual([]);
});

test("no files import each other in a circle", () => {
  const imports = new Map(files.map((file) => [file.path, importsOf(file).ours]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(" > "));
    if (done.has(path) || way.includes(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  expect(circles).toEqual([]);
});

test("only the command line speaks to the process and the console", () => {
  const speakers = files.filter(
    ({ path, text }) => layerNameOf(path) !== "cli" && /\b(?:process|console)\./.test(codeOf(text)),
  );
  expect(speakers.map(({ path }) => path)).toEqual([]);
});

test("what is imported is what package.json installs for a user", () => {
  const manifest: unknown = JSON.parse(readFileSync("package.json", "utf8"));
  const imported = files.flatMap((file) => importsOf(file).others.filter((name) => !name.startsWith("node:")));
  expect([...new Set(imported.map(packageOf))].toSorted()).toEqual(dependenciesOf(manifest).toSorted());
});

/** Whether a path is one of those, or stands in a folder among them. */
function isAmong(path: string, allowed: readonly string[]): boolean {
  return allowed.some((each) => path === each || path.startsWith(`${each}/`));
}

/** `@duckdb/node-api` of `@duckdb/node-api/lib/x`. */
function packageOf(name: string): string {
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}

function dependenciesOf(manifest: unknown): string[] {
  if (typeof manifest !== "object" || manifest === null || !("dependencies" in manifest)) return [];
  const { dependencies } = manifest;
  return typeof dependencies === "object" && dependencies !== null ? Object.keys(dependencies) : [];
}
