import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import istioText from "../../src/parse/formats/istio-text.ts";
import { BLOCK_BYTES, MOST_LINE_BYTES } from "../../src/read/block.ts";
import { lineBlocks } from "../../src/read/line-blocks.ts";
import { streamBytes } from "../../src/read/byte-source.ts";
import { unwrap } from "../../src/unwrap/unwrap.ts";
import type { UnwrappedBlock } from "../../src/unwrap/unwrapped-block.ts";
import { inPieces } from "../helpers/in-pieces.ts";
import { allLines, linesOf } from "../helpers/lines-of.ts";
import { counted } from "../helpers/parsed.ts";

vi.setConfig({ testTimeout: 60_000 });

const line = istioText.samples[0]!.line;
const small = { block: 64, line: 40 };
const noCounts = () => ({ bytes: 0, endsWithNewline: true });

async function* failing() {
  yield Buffer.from("x\n".repeat(40));
  throw new Error("disk gone");
}

async function allLengths(blocks: AsyncIterable<UnwrappedBlock>): Promise<number> {
  let count = 0;
  for await (const block of blocks) count += linesOf(block).length;
  return count;
}

async function read(text: string | Uint8Array, cuts: readonly number[] = [], sizes = small) {
  const bytes = Buffer.from(text);
  const counts = noCounts();
  const lines: string[] = [];
  const tooLong: { line: number; text: string }[] = [];
  for await (const block of lineBlocks(inPieces(bytes, cuts), counts, sizes)) {
    for (const each of block.tooLong) tooLong.push({ line: lines.length + each.index + 1, text: each.text });
    lines.push(...linesOf(block));
  }
  return { lines, tooLong, counts };
}

describe("lines of blocks", () => {
  test("any cut of the bytes gives the same lines", async () => {
    const letter = fc.constantFrom("a", "é", "😀", "\n", "\n", "\r\n", "\r", "\0", "\u001f", "x".repeat(9));
    const text = fc.array(letter, { maxLength: 60 }).map((letters) => Buffer.from(letters.join("")));
    const bytes = fc.oneof(
      text,
      fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.from(each)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.nat(200), { maxLength: 8 }), async (whole, cuts) => {
        expect(await read(whole, cuts)).toEqual(await read(whole));
      }),
      { numRuns: 500 },
    );
  });

  test("a block is clean, whole lines, and as many as the source has", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (each) => {
        const bytes = Buffer.from(each);
        const newlines = bytes.filter((byte) => byte === 10).length;
        const { lines, counts } = await read(bytes);
        expect(lines.length).toBe(newlines + (bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0));
        expect(lines.join("")).not.toMatch(/[\0\r\u001f]/);
        expect(Math.max(0, ...lines.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(small.line);
        expect(counts).toEqual({ bytes: bytes.length, endsWithNewline: bytes.length === 0 || bytes.at(-1) === 10 });
      }),
      { numRuns: 500 },
    );
  });

  test("an empty source has no lines", async () => {
    expect(await read("")).toEqual({ lines: [], tooLong: [], counts: { bytes: 0, endsWithNewline: true } });
  });

  test("Windows line ends, a byte-order mark and a last line without an end are no part of lines", async () => {
    const { lines, counts } = await read("\ufeffone\r\ntwo\r\nthree\r");
    expect(lines).toEqual(["one", "two", "three"]);
    expect(counts).toEqual({ bytes: 19, endsWithNewline: false });
  });

  test("bytes that would break a row become letters one can see", async () => {
    const { lines } = await read(Buffer.from("a\rb\0c\x1fd \xff\xc3\n", "latin1"));
    expect(lines).toEqual(["a␍b␀c␟d ��"]);
  });

  test("a line that is too long leaves an empty one in its place, and its beginning", async () => {
    for (const length of [41, 63, 64, 65, 200, 1000]) {
      const { lines, tooLong, counts } = await read(`one\n${"x".repeat(length)}\nthree\n${"y".repeat(length)}`);
      expect(lines).toEqual(["one", "", "three", ""]);
      expect(tooLong.map((each) => each.line)).toEqual([2, 4]);
      for (const each of tooLong) expect(each.text).toMatch(/^(?:x{41,}|y{41,})$/);
      expect(counts.bytes).toBe(11 + 2 * length);
    }
  });

  test("a line that invalid bytes make too long is too long", async () => {
    const { lines, tooLong } = await read(Buffer.from(`${"\xff".repeat(30)}\nnext\n`, "latin1"));
    expect(lines).toEqual(["", "next"]);
    expect(tooLong.map((each) => each.line)).toEqual([1]);
  });

  test("whoever stops early sees nothing of a failure that comes later", async () => {
    for await (const block of lineBlocks(
      streamBytes(failing(), () => 0),
      noCounts(),
      small,
    )) {
      expect(block.length).toBeGreaterThan(0);
      break;
    }
    await new Promise(setImmediate);
  });
});

describe("the line invariant through the parse stage", () => {
  const shapes = fc.constantFrom(
    line,
    line.slice(0, 100),
    "",
    "plain words",
    "{",
    `{"start_time": "x"}`,
    "\xff\xfe",
    "a\rb\0c",
  );
  const file = fc.array(shapes, { maxLength: 30 }).map((lines) => Buffer.from(lines.join("\n"), "latin1"));

  test("a file cut anywhere has as many rows, others and rejects as lines", async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.nat(10_000), async (whole, cut) => {
        const part = whole.subarray(0, cut % (whole.length + 1));
        const { lines, rows, others, rejects } = await counted(unwrap(lineBlocks(inPieces(part), noCounts())));
        expect(lines).toBe((await read(part)).lines.length);
        expect(lines).toBe(rows + others + rejects.length);
      }),
      { numRuns: 100 },
    );
  });

  test("a line of 10 MB is one reject and the lines around it are read", async () => {
    const text = `${line}\n${"z".repeat(10 << 20)}\n${line}\n${"{".repeat(MOST_LINE_BYTES + 1)}\n${line}`;
    const { lines, rows, others, rejects } = await counted(unwrap(lineBlocks(inPieces(Buffer.from(text)), noCounts())));
    expect([lines, rows, others]).toEqual([5, 3, 0]);
    expect(rejects.map((each) => [each.line, each.reason])).toEqual([
      [2, "LINE_TOO_LONG"],
      [4, "LINE_TOO_LONG"],
    ]);
  });

  test("a last line that was cut is a reject", async () => {
    const { rows, rejects } = await counted(
      unwrap(lineBlocks(inPieces(Buffer.from(`${line}\n${line.slice(0, 150)}`)), noCounts())),
    );
    expect(rows).toBe(1);
    expect(rejects.map((each) => [each.line, each.reason])).toEqual([[2, "LINE_CUT"]]);
  });

  test.each([
    ["a million broken lines on their way", 100, (blocks: AsyncIterable<UnwrappedBlock>) => allLengths(blocks)],
    [
      "many broken lines that the parse stage rejects",
      5,
      async (blocks: AsyncIterable<UnwrappedBlock>) => (await counted(blocks)).lines,
    ],
  ])(
    "%s take little memory",
    async (_, parts, count) => {
      const bad = Buffer.from(`{"start_time": nothing}\n`.repeat(10_000));
      const source = async function* () {
        for (let part = 0; part < parts; part++) yield bad;
      };
      const before = process.memoryUsage().rss;
      let most = 0;
      const watched = async function* () {
        for await (const block of unwrap(
          lineBlocks(
            streamBytes(source(), () => 0),
            noCounts(),
          ),
        )) {
          most = Math.max(most, process.memoryUsage().rss);
          yield block;
        }
      };
      expect(await count(watched())).toBe(parts * 10_000);
      expect(most - before).toBeLessThan(400 << 20);
    },
    60_000,
  );
});

test("blocks of the usual size hold what the source holds", async () => {
  const text = `${line}\n`.repeat(Math.ceil((BLOCK_BYTES * 2.5) / (line.length + 1)));
  const lines = await allLines(lineBlocks(inPieces(Buffer.from(text)), noCounts()));
  expect(lines.length).toBe(text.length / (line.length + 1));
  expect(lines.every((each) => each === line)).toBe(true);
});
