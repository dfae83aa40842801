import { deflateRawSync, gzipSync, crc32 } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { ReadError } from "../../src/core/errors.ts";
import { streamBytes } from "../../src/read/byte-source.ts";
import { inflate } from "../../src/read/inflate.ts";
import { pieces } from "../helpers/in-pieces.ts";
import { allText } from "../helpers/lines-of.ts";

vi.setConfig({ testTimeout: 60_000 });

const text = Array.from({ length: 20_000 }, (_, at) => `line ${at} ${(at * 7919) % 10_007}`).join("\n");

async function plain(kind: "gzip" | "zstd", bytes: Uint8Array, cuts: readonly number[] = []) {
  const { stream, problem } = inflate(kind, pieces(bytes, cuts));
  return { text: await allText(streamBytes(stream, () => 0)), problem: problem() };
}

async function* failing() {
  yield gzipSync(text).subarray(0, 100);
  throw new ReadError("READ_NOT_READABLE", "disk gone");
}

/** A member whose head has an extra field, a name, a comment and a checksum of its own. */
function fullHead(content: string): Buffer {
  const head = Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, 0x61, 0, 0x62, 0, 9, 9]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content));
  trailer.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, deflateRawSync(content), trailer]);
}

/** What `zstd` writes for "hello". */
const zstdOfHello = Buffer.from("KLUv/QRYMQAAaGVsbG8KU4i9kQ==", "base64");
const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);

describe("gzip", () => {
  test("any cut of the bytes gives the same text", async () => {
    const bytes = Buffer.concat([gzipSync(text), fullHead("with a full head\n"), gzipSync("")]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 6 }), async (cuts) => {
        expect(await plain("gzip", bytes, cuts)).toEqual({ text: `${text}with a full head\n`, problem: null });
      }),
      { numRuns: 50 },
    );
  });

  test("a file cut anywhere gives all that zlib can tell, and says so", async () => {
    const bytes = gzipSync(text);
    let before = 0;
    for (const cut of [0, 5, 12, 5000, bytes.length >> 1, bytes.length - 9, bytes.length - 1]) {
      const { text: read, problem } = await plain("gzip", bytes.subarray(0, cut));
      expect(text.startsWith(read)).toBe(true);
      expect(read.length).toBeGreaterThanOrEqual(before);
      expect(problem).toMatch(/cut off/);
      before = read.length;
    }
    expect(before).toBe(text.length);
  });

  test("zeros behind the data are no problem, anything else is told", async () => {
    const bytes = gzipSync(text);
    expect(await plain("gzip", Buffer.concat([bytes, Buffer.alloc(1000)]))).toEqual({ text, problem: null });
    const { text: read, problem } = await plain("gzip", Buffer.concat([bytes, Buffer.from("appended by mistake")]));
    expect(read).toBe(text);
    expect(problem).toMatch(/something else follows/);
  });

  test("damage in the middle keeps what stands before it", async () => {
    const bytes = gzipSync(text);
    bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 200);
    const { text: read, problem } = await plain("gzip", bytes);
    expect(read.length).toBeGreaterThan(text.length / 3);
    expect(text.startsWith(read.slice(0, text.length / 3))).toBe(true);
    expect(problem).not.toBe(null);
  });

  test("much out of little does not pile up in memory", async () => {
    const bytes = gzipSync(Buffer.alloc(200 << 20, "a"));
    const { stream } = inflate("gzip", pieces(bytes));
    const before = process.memoryUsage().rss;
    let [length, most] = [0, 0];
    for await (const chunk of stream) {
      length += chunk.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
    expect(length).toBe(200 << 20);
    expect(most - before).toBeLessThan(120 << 20);
  });

  test("a failure of the disk is an error, not a problem of the data", async () => {
    const { stream } = inflate("gzip", failing());
    await expect(allText(streamBytes(stream, () => 0))).rejects.toThrow("disk gone");
  });
});

describe("zstd", () => {
  test("frames and skippable frames are read, however they are cut", async () => {
    const bytes = Buffer.concat([skippable, zstdOfHello, skippable, zstdOfHello]);
    for (let cut = 0; cut < bytes.length; cut++) {
      expect(await plain("zstd", bytes, [cut])).toEqual({ text: "hello\nhello\n", problem: null });
    }
  });

  test("a file cut anywhere in its second frame gives the first, and says so", async () => {
    const bytes = Buffer.concat([zstdOfHello, zstdOfHello]);
    for (let cut = zstdOfHello.length + 1; cut < bytes.length; cut++) {
      const { text: read, problem } = await plain("zstd", bytes.subarray(0, cut));
      expect(read.startsWith("hello\n")).toBe(true);
      expect(problem).toMatch(/zstd data is cut off/);
    }
  });

  test("something else behind the frames keeps what stands before it", async () => {
    const { text: read, problem } = await plain("zstd", Buffer.concat([zstdOfHello, Buffer.from("x".repeat(40))]));
    expect(read).toBe("hello\n");
    expect(problem).not.toBe(null);
  });

  test("a head that asks for gigabytes is refused", async () => {
    const { text: read, problem } = await plain(
      "zstd",
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, ...Buffer.alloc(20)]),
    );
    expect(read).toBe("");
    expect(problem).toMatch(/128 MiB/);
  });
});
