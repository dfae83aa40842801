import { readdirSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { readDetectors, readModel } from "../../src/catalog/catalog.ts";
import type { DetectorHead } from "../../src/catalog/heads.ts";
import { buildProgram } from "../../src/cli/program.ts";
import { run } from "../../src/cli/run.ts";
import { errorCodes } from "../../src/core/error-codes.ts";
import { rejectReasons } from "../../src/core/reject.ts";
import { listFormats } from "../../src/index.ts";
import { framings } from "../../src/read/framings/index.ts";
import { derivedTables } from "../../src/store/derived-tables.ts";
import { tables, type Column } from "../../src/store/tables.ts";
import { wrappers } from "../../src/unwrap/wrappers/index.ts";
import { fakeIo, fakeLibrary } from "../cli/fake-io.ts";
import { code, table, type Section } from "./markdown.ts";

/** The command line as it is, to be asked for its commands and flags. */
export const program: Command = buildProgram({ io: fakeIo([]), library: fakeLibrary(), end: () => {} });

/** The parts of documents that are written from the code, by the name that stands in their markers. */
export const sections: ReadonlyMap<string, Section> = new Map<string, Section>([
  [
    "commands",
    () =>
      table(
        ["command", "what it does"],
        program.commands.map((each) => [code(each.name()), each.summary()]),
      ),
  ],
  ["command-pages", () => program.commands.flatMap((command) => commandPages(command, "")).join("\n\n")],
  ["exit-codes", exitCodeTable],
  [
    "error-codes",
    () =>
      table(
        ["code", "exit", "what it says"],
        Object.entries(errorCodes).map(([name, { exit, about }]) => [code(name), String(exit), about]),
      ),
  ],
  [
    "reject-reasons",
    () =>
      table(
        ["reason", "what the line is"],
        Object.entries(rejectReasons).map(([name, about]) => [code(name), about]),
      ),
  ],
  [
    "formats",
    async () =>
      table(
        ["format", "what it is"],
        (await listFormats()).map(({ name, about, source }) => [code(name), about + definition(source)]),
      ),
  ],
  [
    "wrappers",
    () =>
      table(
        ["around a line", "what it is"],
        wrappers.map(({ name, about, source }) => [code(name), about + definition(source)]),
      ),
  ],
  [
    "framings",
    () =>
      table(
        ["framing", "what it is"],
        framings.map(({ name, about }) => [code(name), about]),
      ),
  ],
  [
    "tables",
    () =>
      [...tables, ...derivedTables]
        .map(({ name, about, columns }) => `## ${name}\n\n${about}\n\n${columnTable(columns)}`)
        .join("\n\n"),
  ],
  [
    "detectors",
    async () =>
      table(
        ["detector", "what it finds"],
        (await heads()).map(({ id, title }) => [`[${code(id)}](docs/detectors.md#${id})`, title]),
      ),
  ],
  ["detector-pages", async () => (await heads()).map(detectorPage).join("\n\n")],
  ["model", modelTable],
  [
    "examples",
    () =>
      table(
        ["file", "question"],
        examples().map(({ file, question }) => [`[${code(file)}](examples/${file})`, question]),
      ),
  ],
]);

/** The ad hoc queries of `queries/examples`, each with the question that its first line asks. */
export function examples(): readonly { readonly file: string; readonly question: string; readonly sql: string }[] {
  return readdirSync("queries/examples")
    .toSorted()
    .map((file) => {
      const sql = readFileSync(`queries/examples/${file}`, "utf8");
      return { file, question: /^-- (.+)\n/.exec(sql)?.[1] ?? "", sql };
    });
}

/** A link to the first address that a source names; nothing where it names none. */
function definition(source: string): string {
  const [address] = /https?:\/\/[^\s;)]+/.exec(source) ?? [];
  return address === undefined ? "" : ` ([definition](${address}))`;
}

async function modelTable(): Promise<string> {
  const steps = (await readModel()).map(({ head }) => [
    `[${code(head.id)}](../queries/model/${head.id}.sql)`,
    head.means,
    head.reads.map((each) => code(each)).join(", "),
  ]);
  return table(["step", "what it holds", "reads"], steps);
}

async function heads(): Promise<readonly DetectorHead[]> {
  return (await readDetectors()).map(({ head }) => head);
}

/** The page of a command and those of the commands below it. */
function commandPages(command: Command, above: string): string[] {
  const name = above + command.name();
  const usage = code(`retryscope ${name} ${command.usage()}`);
  return [
    `## ${name}\n\n${command.description() || command.summary()}\n\n${usage}\n\n${flagTable([command])}`,
    ...command.commands.flatMap((each) => commandPages(each, `${name} `)),
  ];
}

function flagTable(commands: readonly Command[]): string {
  const options = commands.flatMap((command) => command.options.filter(({ hidden }) => !hidden));
  const rows = options.map(({ flags, description, defaultValue, defaultValueDescription, mandatory }) => {
    const usual = mandatory ? "must be given" : code(defaultValueDescription ?? textOf(defaultValue));
    return [code(flags), description, usual];
  });
  return rows.length === 0 ? "It has no flags." : table(["flag", "what it does", "default"], rows);
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** From the help itself, which is where a user reads them. */
async function exitCodeTable(): Promise<string> {
  const io = fakeIo(["--help"]);
  await run(io, fakeLibrary());
  const rows = [...io.out().matchAll(/^ {2}(\d+) +(.+)$/gm)].map(([, exit = "", about = ""]) => [exit, about]);
  return table(["exit code", "meaning"], rows);
}

function columnTable(columns: readonly Column[]): string {
  const rows = columns.map(({ name, type, unit = "", about, operator }) => [
    code(name),
    type,
    unit,
    about,
    code(operator),
  ]);
  const hasOperators = columns.some(({ operator }) => operator !== undefined);
  const head = ["column", "type", "unit", "meaning", "Envoy operator"];
  return hasOperators
    ? table(head, rows)
    : table(
        head.slice(0, 4),
        rows.map((row) => row.slice(0, 4)),
      );
}

function detectorPage(head: DetectorHead): string {
  const severity = head.severity.map(({ level, when }) =>
    when === undefined ? `else ${level}` : `${level} when ${code(when)}`,
  );
  const params = Object.entries(head.params).map(([name, { type, unit = "", default: usual, min, max, about }]) => [
    code(name),
    type,
    unit,
    code(usual),
    [min === undefined ? "" : `from ${min}`, max === undefined ? "" : `to ${max}`].join(" ").trim(),
    about,
  ]);
  const columns = Object.entries(head.columns).map(([name, { type, unit = "", about }]) => [
    code(name),
    type,
    unit,
    about,
  ]);
  return `## ${head.id}

**${head.title}.** ${head.means}

- **When it is a false alarm:** ${head["not-when"]}
- **What to do:** ${head.do}
- **Severity:** ${head.severity.length === 1 ? (head.severity[0]?.level ?? "") : severity.join(", ")}.
- **Needs:** ${head.needs.map((need) => code(need)).join(", ") || "nothing"}. Where the logs lack one of these, it is reported as not run.
- **Source:** ${head.source}

${params.length === 0 ? "It has no parameters." : table(["parameter", "type", "unit", "default", "bounds", "meaning"], params)}

${table(["column", "type", "unit", "meaning"], columns)}`;
}
