import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Value } from "../helpers/rows.ts";
import { readLines, type Outcome } from "./read-lines.ts";

/** A line that somebody posted, and what a correct reader extracts: see corpus/README.md. */
type Case = {
  readonly id: string;
  readonly variant: string;
  readonly raw: string;
  readonly expect: Readonly<Record<string, Value | boolean>>;
  readonly ambiguous?: boolean;
};

const cases: readonly Case[] = readFileSync(new URL("corpus/public-lines.ndjson", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));
/** What stands in a wrapper is unwrapped first: test/unwrap/corpus.test.ts. */
const bare = cases.filter(({ variant }) => !variant.startsWith("wrapped-"));
const variants = [...new Set(bare.map(({ variant }) => variant))];

describe("lines that people posted", () => {
  test.each(variants)("%s", async (variant) => {
    const sure = cases.filter((each) => each.variant === variant && each.ambiguous !== true);
    const outcomes = await readLines(sure.map(({ raw }) => asOneLine(raw)));
    for (const [index, { id, raw, expect: wanted }] of sure.entries()) {
      expect({ id, raw, ...told(outcomes[index]!, wanted) }).toEqual({ id, raw, ...wanted });
    }
  });
});

/** Of an outcome, what the case speaks of. */
function told(outcome: Outcome, wanted: Case["expect"]): Case["expect"] {
  if (outcome.is !== "record") return { reject: true };
  return Object.fromEntries(
    Object.keys(wanted).map((key) => [key, key === "reject" ? outcome.format : outcome.record[key]!]),
  );
}

/** A record that was posted over several lines, as the one line that the proxy wrote. */
function asOneLine(raw: string): string {
  if (!raw.includes("\n")) return raw;
  return raw.trimStart().startsWith("{") ? JSON.stringify(JSON.parse(raw)) : raw.replace(/\s*\n\s*/g, " ");
}
