import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readLines, type Outcome, type Value } from "./read-lines.ts";

/** A line that somebody posted, and what a correct reader extracts: see corpus/README.md. */
type Case = {
  readonly id: string;
  readonly variant: string;
  readonly raw: string;
  readonly expect: Readonly<Record<string, Value | boolean>>;
  readonly ambiguous?: boolean;
};

const wrapped = "src/unwrap takes off what stands before the line";

/** Variants that the parse stage alone cannot read, each with what it waits for. Delete a row to switch its test on. */
const waiting: Readonly<Record<string, string>> = {
  "wrapped-cri+envoy-gateway-json": wrapped,
  "wrapped-comment-prefix+istio-text-1.9+": wrapped,
  "wrapped-comment-prefix+ztunnel-text": wrapped,
  "wrapped-container-name+istio-text-1.4-1.8": wrapped,
  "wrapped-container-name+istio-text-1.9+": wrapped,
  "wrapped-docker-compose+envoy-text-default": wrapped,
  "wrapped-docker-json+istio-json-1.4-1.8-strings": wrapped,
  "wrapped-docker-ts+istio-text-1.4-1.8": wrapped,
  "wrapped-docker-ts+istio-text-1.9+": wrapped,
  "wrapped-filebeat-json+envoy-text-default": wrapped,
  "wrapped-otel-logging-exporter+istio-text-1.9+": wrapped,
  "wrapped-stern+envoy-text-default": wrapped,
  "wrapped-stern+istio-text-1.4-1.8": wrapped,
  "wrapped-stern+istio-text-1.9+": wrapped,
  "wrapped-stern-html-escaped+istio-text-1.4-1.8": wrapped,
};

const cases: readonly Case[] = readFileSync(new URL("corpus/public-lines.ndjson", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));
const variants = [...new Set(cases.map(({ variant }) => variant))];

describe("lines that people posted", () => {
  test.each(variants.filter((variant) => waiting[variant] === undefined))("%s", async (variant) => {
    const sure = cases.filter((each) => each.variant === variant && each.ambiguous !== true);
    const outcomes = await readLines(sure.map(({ raw }) => asOneLine(raw)));
    for (const [index, { id, raw, expect: wanted }] of sure.entries()) {
      expect({ id, raw, ...told(outcomes[index]!, wanted) }).toEqual({ id, raw, ...wanted });
    }
  });

  test("every waiting variant is in the corpus", () => {
    expect(Object.keys(waiting).filter((variant) => !variants.includes(variant))).toEqual([]);
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
