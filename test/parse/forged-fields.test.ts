import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  nat,
  oneof,
  sample,
  string,
  tuple,
  type Arbitrary,
} from "fast-check";
import { describe, expect, test } from "vitest";
import type { ColumnName } from "../../src/core/columns.ts";
import type { Field, Template } from "../../src/parse/format-string.ts";
import { formats } from "../../src/parse/formats/index.ts";
import { isFree, textFormatsIn, type TextFormat } from "../../src/parse/text-format.ts";
import { Recogniser } from "../../src/parse/recognise.ts";
import { canHaveRival } from "../../src/parse/rivals.ts";
import { readWith, type Outcome } from "./read-lines.ts";

/** Raise it to look for longer: `RUNS=2000 npx vitest run test/parse/forged-fields`. */
const RUNS = Number(process.env["RUNS"] ?? 30);

const textFormats = textFormatsIn(formats);

/**
 * What the proxy writes into a field that nobody outside fills: two values each, so that a shifted field shows; an absent one
 * is "-", or nothing where it omits empty values.
 */
const honest: Readonly<Partial<Record<ColumnName, readonly string[]>>> = {
  start_time: ["2026-11-20T09:16:10.001Z", "2025-01-02T03:04:05.678Z"],
  method: ["GET", "POST", ""],
  protocol: ["HTTP/1.1", "HTTP/2", "-"],
  response_code: ["200", "503"],
  response_flags: ["-", "URX,UF"],
  response_code_details: ["via_upstream", "upstream_reset_before_response_started{connection_failure}", ""],
  connection_termination_details: ["-", "rbac_access_denied", ""],
  upstream_transport_failure_reason: ["-", "TLS error: 268435703:SSL routines", ""],
  bytes_received: ["0", "412"],
  bytes_sent: ["19", "0"],
  duration_ms: ["436", "-", ""],
  upstream_service_time_ms: ["-", "12", ""],
  upstream_host: ["10.0.0.1:80", "-", ""],
  upstream_cluster: ["outbound|80||a.svc", "-", ""],
  requested_server_name: ["-", "outbound_.80_._.a.svc", ""],
  route_name: ["default", "-", "my route", ""],
  downstream_remote_address: ["192.0.2.7:43900", "[2001:db8::1]:80"],
};
const plain = ["-", "", "/a?b=c", "curl/8.0", "192.0.2.1, 10.0.0.7", "af3c10be-5d2f-4c1e-9a3b-0d4e5f6a7b8c"];

function honestValue({ column, kind }: Field): Arbitrary<string> {
  const values = column === null ? undefined : honest[column];
  return constantFrom(...(values ?? (kind === "number" ? ["7", "0"] : ["word", "-", ""])));
}

/** A line of the format with these values, or its part from one of its literals on. */
function lineOf({ literals, fields }: Template, values: readonly string[], from = 0): string {
  const parts = fields.map((_, index) => (index < from ? "" : literals[index]! + values[index]!));
  return parts.join("") + literals.at(-1)!;
}

function plainValues({ fields }: Template): Arbitrary<string[]> {
  return tuple(...fields.map((field) => (isFree(field) ? constantFrom(...plain) : honestValue(field))));
}

/** The end of a line of the format from any of its fields on: what a client sends to have its own fields taken for the proxy's. */
function forgedTail(template: Template): Arbitrary<string> {
  return tuple(plainValues(template), nat(template.fields.length - 1)).map(
    ([values, field]) => `x${lineOf(template, values, field + 1)}`,
  );
}

const quotes = constantFrom(
  '"',
  '" "',
  " ",
  '"x" y',
  "a",
  "HTTP/1.1",
  '" 200 - ',
  "\\",
  "\t",
  "{",
  "}",
  '","',
  "-",
  "é",
);
const noise = array(oneof(quotes, string({ maxLength: 8 })), { maxLength: 8 }).map((parts) => parts.join(""));
const hostileValue = oneof(noise, ...textFormats.map(({ template }) => forgedTail(template)));

/** A line, and what it truly says. */
type HostileLine = { readonly line: string; readonly format: TextFormat; readonly values: readonly string[] };

/** A line of the format some of whose free fields a client filled with malice. */
function hostileLine(format: TextFormat): Arbitrary<HostileLine> {
  const malice = oneof(
    { arbitrary: constantFrom(...plain), weight: 3 },
    { arbitrary: oneof(hostileValue, forgedTail(format.template)), weight: 1 },
  );
  const values = format.template.fields.map((field) => (isFree(field) ? malice : honestValue(field)));
  return tuple(...values).map((chosen) => ({ line: lineOf(format.template, chosen), format, values: chosen }));
}

const recogniser = new Recogniser(formats);

/** What a record says that is not so; a line that gave no record says nothing. */
function lies(outcome: Outcome, { format, values }: HostileLine): string[] {
  if (outcome.is !== "record") return [];
  const { fields } = format.template;
  const told = { ...outcome.other, ...outcome.record };
  const truth = new Map(fields.map((field, index) => truthOf(field, values[index]!)));
  const wrong = [...new Set([...truth.keys(), ...Object.keys(told)])].flatMap((name) => {
    const [is, should] = [shown(told[name]), truth.get(name) ?? "-"];
    return is === should ? [] : [`${name} is ${is} and not ${should}`];
  });
  return outcome.format === format.name ? wrong : [`${outcome.format} and not ${format.name}`, ...wrong];
}

/** Where a value must be found: a client's text in the place of a count is no count, and is kept beside the columns. */
function truthOf({ column, written, kind }: Field, value: string): readonly [name: string, value: string] {
  if (value === "") return [column ?? written, "-"];
  if (column === null || kind !== "number") return [column ?? written, value];
  return /^(?:\d{1,18}|-)$/.test(value) ? [column, value.replace(/^0+(?=\d)/, "")] : [written, value];
}

async function allLies(lines: readonly HostileLine[]): Promise<string[]> {
  const outcomes = await readWith(
    lines.map(({ line }) => line),
    recogniser,
  );
  return outcomes.flatMap((outcome, index) => {
    const found = lies(outcome, lines[index]!);
    return found.length === 0 ? [] : [lines[index]!.line, ...found];
  });
}

/** A value as the line writes it. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return "-";
  if (Array.isArray(value)) return value.length === 0 ? "-" : value.join(",");
  return String(value);
}

describe("what a client sends never shifts a field", () => {
  test.each(textFormats)("in $name", async (format) => {
    await assert(
      asyncProperty(array(hostileLine(format), { minLength: 10, maxLength: 10 }), async (lines) => {
        expect(await allLies(lines)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  test("in a source of lines of many formats", async () => {
    await assert(
      asyncProperty(array(oneof(...textFormats.map(hostileLine)), { minLength: 30, maxLength: 30 }), async (lines) => {
        expect(await allLies(lines)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

test.each(textFormats)("a whole tail forged into any field of $name is that field, or a reject", async (format) => {
  const [values] = sample(plainValues(format.template), { numRuns: 1, seed: 7 });
  for (const [index, field] of format.template.fields.entries()) {
    if (!isFree(field)) continue;
    const forged = values!.with(index, `x${lineOf(format.template, values!, index + 1)}`);
    const line = { line: lineOf(format.template, forged), format, values: forged };
    const [outcome] = await readWith([line.line], recogniser);
    const told = outcome?.is === "reject" ? outcome.reason : lies(outcome!, line).join();
    expect(["", "MORE_THAN_ONE_READING"]).toContain(told);
  }
});

test("no other reading of a marker's line exists, so that markers may be believed", () => {
  const unsure = textFormats.filter(({ template }) =>
    textFormats.some((other) => canHaveRival(template, other.template)),
  );
  // The fields of this one have nothing between them, so no marker takes its lines.
  expect(unsure.map(({ name }) => name)).toEqual(["istio-text-1.0"]);
});
