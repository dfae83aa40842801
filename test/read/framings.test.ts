import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import istioJson from "../../src/parse/formats/istio-json.ts";
import istioText from "../../src/parse/formats/istio-text.ts";
import { blocksOf } from "../../src/read/blocks.ts";
import { framings } from "../../src/read/framings/index.ts";
import { unwrap } from "../../src/unwrap/unwrap.ts";
import { framed, records } from "../helpers/framed.ts";
import { inPieces } from "../helpers/in-pieces.ts";
import { counted } from "../helpers/parsed.ts";

vi.setConfig({ testTimeout: 60_000 });

const json = istioJson.samples[0]!.line;
const text = istioText.samples[0]!.line;
const pretty = JSON.stringify(JSON.parse(json), null, 2);
const prettyLines = pretty.split("\n").length;

function corpus(name: string): Buffer {
  return readFileSync(new URL(`corpus/${name}`, import.meta.url));
}

describe("every framing", () => {
  const value = fc.constantFrom(
    json,
    pretty,
    text,
    `[${json},${json}]`,
    JSON.stringify([JSON.parse(json), { a: [{}] }], null, 1),
  );
  const broken = fc.constantFrom(
    "",
    "{",
    "[",
    "  {",
    "}",
    "[2022",
    '{"a":[1,{"b"',
    '"x',
    "plain",
    "[[",
    "\u001f\0\r",
    "],",
    "é😀",
  );
  const document = fc.constantFrom(
    `{"took":1,"hits":{"hits":[{"_source":${json}},{"_source":${json}}]}}`,
    `{"streams":[{"stream":{"pod":"p"},"values":[["1","a"],["2","b"]]}]}`,
    `{"events":[],"n":1}{"logEvents":[{"message":"x"}]}`,
  );
  const someFile = fc
    .array(fc.oneof(value, broken, document), { maxLength: 12 })
    .map((parts) => Buffer.from(parts.join("\n")));

  test("any cut of the bytes gives the same lines", async () => {
    await fc.assert(
      fc.asyncProperty(someFile, fc.array(fc.nat(3000), { maxLength: 6 }), async (bytes, cuts) => {
        expect(await framed(bytes, cuts)).toEqual(await framed(bytes));
      }),
      { numRuns: 100 },
    );
  });

  test("every line of the source is covered, and the parse stage counts each once", async () => {
    await fc.assert(
      fc.asyncProperty(someFile, fc.nat(3000), async (bytes, cut) => {
        const part = bytes.subarray(0, bytes.length - (cut % (bytes.length + 1)));
        const { count, bytes: length } = await framed(part);
        expect(length).toBe(part.length);
        expect(count).toBeGreaterThanOrEqual(part.filter((byte) => byte === 10).length);
        const blocks = blocksOf(inPieces(part), { bytes: 0, endsWithNewline: true });
        const { lines, rows, others, rejects } = await counted(unwrap(blocks));
        expect(lines).toBe(rows + others + rejects.length);
      }),
      { numRuns: 100 },
    );
  });

  test("stands in the folder, and the folder holds no other", () => {
    const files = readdirSync(new URL("../../src/read/framings", import.meta.url)).filter(
      (name) => name !== "index.ts",
    );
    expect(framings.map(({ name }) => `${name}.ts`)).toEqual(files.toSorted());
  });

  test("says what it is for", () => {
    for (const { name, about } of framings) expect(`${name}: ${about}`).toMatch(/^[a-z-]+: .{20,}/);
  });
});

describe("one record per line", () => {
  test("lines of text and of JSON stay as they are", async () => {
    const { lines, framing } = await framed(`${text}\n${json}\n\nplain\n${json}`);
    expect(lines).toEqual([text, json, "", "plain", json]);
    expect(framing).toBe("newline");
  });

  test("a value over several lines becomes one, numbered by its first line", async () => {
    expect(await records(`before\n${pretty}\n${text}\n  ${pretty}\nbehind`)).toEqual([
      [1, "before"],
      [2, json],
      [2 + prettyLines, text],
      [3 + prettyLines, json],
      [3 + 2 * prettyLines, "behind"],
    ]);
  });

  test("an array over several lines gives its elements, also behind other lines and without its brackets", async () => {
    const array = JSON.stringify([JSON.parse(json), JSON.parse(json)], null, 2);
    const lines = array.split("\n").slice(1, -1);
    const expected = [
      [3, json],
      [3 + prettyLines, json],
    ];
    expect(await records(`Listing 2 entries\n${array}\n`)).toEqual([[1, "Listing 2 entries"], ...expected]);
    expect(await records(`Listing 2 entries\n\n${lines.join("\n")}\n`)).toEqual([
      [1, "Listing 2 entries"],
      ...expected,
    ]);
  });

  test("a value that another line interrupts is one broken line, and reading goes on behind it", async () => {
    const cut = pretty.split("\n").slice(0, 5);
    const { rejects, rows, others, lines } = await counted(
      unwrap(
        blocksOf(inPieces(Buffer.from([...cut, text, pretty, ...cut].join("\n"))), { bytes: 0, endsWithNewline: true }),
      ),
    );
    expect(rows).toBe(2);
    expect(rejects.map((each) => [each.line, each.reason])).toEqual([
      [1, "LINE_CUT"],
      [7 + prettyLines, "LINE_CUT"],
    ]);
    expect(lines).toBe(11 + prettyLines);
    expect(others).toBe(lines - 4);
  });

  test("a bracket on a line of its own that opens no JSON changes nothing", async () => {
    const lines = ["{", "  listen: 80", "}", "[", "x", text, "{", text, "", "{"];
    expect((await framed(lines.join("\n"))).lines).toEqual(lines.map((line) => (line === "[" ? "" : line)));
  });

  test("a broken value made to keep a pattern busy is done with in no time", async () => {
    const before = performance.now();
    await framed(`{\n"a": 1,${" ".repeat(500_000)}\n${"\t".repeat(400_000)}nothing\n`);
    expect(performance.now() - before).toBeLessThan(3000);
  });

  test("blocks of many pretty objects are joined across their borders", async () => {
    const content = `${pretty}\n`.repeat(12_000);
    const { lines, count } = await framed(content);
    expect(lines.filter((line) => line === json).length).toBe(12_000);
    expect(count).toBe(12_000 * prettyLines);
  });

  test("a failure story that somebody posted gives each of its records", async () => {
    const bytes = corpus("ssup2-failure-cases-pretty-json.log");
    const found = await records(bytes);
    expect(found.length).toBe(bytes.toString().match(/^\{$/gm)!.length);
    expect(found.every(([, line]) => /^\{"start_time":.*\}$/.test(String(line)))).toBe(true);
  });
});
