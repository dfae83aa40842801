import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { formats } from "../../src/parse/formats/index.ts";
import { blocksOf } from "../../src/read/blocks.ts";
import { unwrap } from "../../src/unwrap/unwrap.ts";
import { inPieces } from "../helpers/in-pieces.ts";
import { linesOf } from "../helpers/lines-of.ts";
import type { Value } from "../helpers/rows.ts";
import { readLines } from "../parse/read-lines.ts";

vi.setConfig({ testTimeout: 60_000 });

/** A line that somebody posted, and what a correct reader extracts: see test/parse/corpus/README.md. */
type Case = {
  readonly id: string;
  readonly variant: string;
  readonly raw: string;
  readonly expect: Readonly<Record<string, Value | boolean>>;
  readonly ambiguous?: boolean;
  readonly mangled?: boolean;
};

const cases: readonly Case[] = readFileSync(new URL("../parse/corpus/public-lines.ndjson", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));
const isMine = ({ variant }: Case): boolean => /wrapped|pretty|prefixed/.test(variant);
const variants = [...new Set(cases.filter(isMine).map(({ variant }) => variant))];
/** The unwrapped text is right without it; these wait for the format. */
const knowsZtunnel = formats.some(({ name }) => name === "ztunnel");

/** The lines of a log after reading and unwrapping, without those that are empty. */
async function linesIn(content: string | Uint8Array): Promise<string[]> {
  const lines: string[] = [];
  const blocks = blocksOf(inPieces(Buffer.from(content)), { bytes: 0, endsWithNewline: true });
  for await (const block of unwrap(blocks)) lines.push(...linesOf(block).filter((line) => line !== ""));
  return lines;
}

/** Of a line's outcome, what the case speaks of. */
async function told(line: string, wanted: Case["expect"]): Promise<Case["expect"]> {
  const [outcome] = await readLines([line]);
  if (outcome?.is !== "record") return { reject: true };
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, outcome.record[key] ?? null]));
}

describe("lines that people posted in a wrapper or over several lines", () => {
  test.each(variants.filter((each) => knowsZtunnel || !each.includes("ztunnel")))("%s", async (variant) => {
    const sure = cases.filter((each) => each.variant === variant && each.mangled !== true);
    for (const { id, raw, expect: wanted } of sure) {
      const lines = await linesIn(raw);
      expect({ id, lines: lines.length }).toEqual({ id, lines: 1 });
      expect({ id, raw, ...(await told(lines[0] ?? "", wanted)) }).toEqual({ id, raw, ...wanted });
    }
  });
});

describe("logs that people posted", () => {
  const logs: readonly (readonly [string, number])[] = [
    ["docker-compose-envoy-fault-retry.log", 16],
    ["istio-tcp-periodic-flush.log", 4],
    ["kiali-waypoint.log", 16],
    ["kiali-ztunnel.log", knowsZtunnel ? 28 : 0],
    ["otel-collector-logging-exporter.log", 1],
  ];

  test.each(logs)("%s holds %i access log lines", async (name, count) => {
    const lines = await linesIn(readFileSync(new URL(`corpus/${name}`, import.meta.url)));
    const outcomes = await readLines(lines);
    expect(outcomes.filter((outcome) => outcome.is === "record").length).toBe(count);
  });
});
