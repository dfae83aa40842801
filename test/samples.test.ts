import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { analyze, type Finding, type Report } from "../src/index.ts";

const folder = fileURLToPath(new URL("../sample-logs/", import.meta.url));
const readme = await readFile(`${folder}README.md`, "utf8");
const detectors = ["duplicated-posts", "retry-storms", "unavailable-to-error"];

/** A row of the README's table: the cells by the names of their columns. */
type Row = Readonly<Record<string, string>>;

const [names = [], ...stories] = readme
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const rows: readonly Row[] = stories.map((cells) =>
  Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ""])),
);
const cell = (row: Row, name: string): string => row[name] ?? `the README has no column "${name}"`;

test("the table names every story and every detector that stories speak of", () => {
  expect(names).toEqual([
    "story",
    "format",
    "what happened",
    "ran more than once / took effect more than once",
    ...detectors,
  ]);
  expect(rows.length).toBeGreaterThanOrEqual(6);
});

test("the storm has the onset, the end and the amplification that the applications counted", async () => {
  const truth = await readFile(`${folder}retry-storm/truth.md`, "utf8");
  const hot = [...truth.matchAll(/^\| (\d{4}-\d\d-\d\d \S+) \| (\S+ \S+) \| (\d+) \| (\d+) \|/gm)].map(
    ([, from = "", , requests, arrivals]) => ({ from, requests: Number(requests), arrivals: Number(arrivals) }),
  );
  const sum = (of: (window: (typeof hot)[number]) => number): number =>
    hot.reduce((total, each) => total + of(each), 0);
  const { findings } = await analyze({ inputs: [`${folder}retry-storm`], detectors: ["retry-storms"] });
  const [storm] = findings;
  const at = (time: string): number => Date.parse(`${time.replace(" ", "T")}Z`);
  const WINDOW_MS = 10_000;

  expect(hot).toHaveLength(8);
  expect(findings).toHaveLength(1);
  expect(Math.abs(at(storm!.first_seen) - at(hot[0]!.from))).toBeLessThanOrEqual(WINDOW_MS);
  expect(Math.abs(at(storm!.last_seen) - at(hot.at(-1)!.from) - WINDOW_MS)).toBeLessThanOrEqual(WINDOW_MS);
  const amplification = sum(({ arrivals }) => arrivals) / sum(({ requests }) => requests);
  expect(Math.abs(Number(storm!.values["amplification"]) / amplification - 1)).toBeLessThanOrEqual(0.02);
});

describe.each(rows.map((row) => ({ row, story: cell(row, "story").replace(/.*`(.+)`.*/, "$1") })))(
  "$story",
  ({ row, story }) => {
    const [ranTwice = NaN, tookEffectTwice = NaN] = cell(row, "ran more than once / took effect more than once")
      .split("/")
      .map(Number);
    let report: Report;
    beforeAll(async () => {
      report = await analyze({ inputs: [`${folder}${story}`] });
    });

    test("every access log line is read, and what is none is no reject", () => {
      for (const { lines, access_log, other, rejected } of report.sources) {
        expect(rejected).toBe(0);
        expect(lines).toBe(access_log + other);
        expect(access_log).toBeGreaterThan(0);
      }
    });

    test.each(detectors)("%s finds what the table says, and nothing else", (detector) => {
      expect(report.run).toContain(detector);
      const found = report.findings.filter((finding) => finding.detector === detector).map(inWords);
      expect(found.sort()).toEqual(expected(cell(row, detector)));
    });

    test("the table says what the applications counted", async () => {
      const truth = await readFile(`${folder}${story}/truth.md`, "utf8");
      const [, ran, tookEffect] =
        /; (\d+) started more than once, (\d+) took effect more than once\./.exec(truth) ?? [];
      expect([ranTwice, tookEffectTwice]).toEqual([Number(ran), Number(tookEffect)]);
    });

    test("confirmed and probable requests are as many as the applications started more than once, where both sides logged", () => {
      const sum = (column: string): number =>
        report.findings
          .filter(({ detector }) => detector === "duplicated-posts")
          .reduce((total, { values }) => total + Number(values[column]), 0);
      expect(sum("confirmed") + sum("probable")).toBe(report.overview.sides === "both" ? ranTwice : 0);
      expect(sum("possible")).toBeGreaterThanOrEqual(report.overview.sides === "client" ? ranTwice : 0);
    });
  },
);

test("the incident's report begins with the accounts, and with the timeout that is below what they take", async () => {
  const { findings } = await analyze({ inputs: [`${folder}account-incident`] });
  const [first] = findings;
  expect(first).toMatchObject({ detector: "duplicated-posts", severity: "critical" });
  expect(first?.route).toMatch(/^POST \S+ \/accounts \(accounts-create\)$/);
  expect(first?.why).toMatch(
    /about 100 ms, as a perTryTimeout does; good requests of this route take up to [34]\d\d ms/,
  );
});

/** A finding as the table writes it: route, number of hurt requests, and what kind where there are kinds. */
function inWords({ route, hits, values }: Finding): string {
  const isPossible = values["confirmed"] === 0 && values["probable"] === 0;
  const kind = values["kind"] ?? (isPossible ? "possible" : "");
  return `\`${route}\` ${hits} ${String(kind)}`.trim();
}

function expected(text: string): readonly string[] {
  return text === "silent"
    ? []
    : text
        .split("<br>")
        .map((each) => each.trim())
        .sort();
}
