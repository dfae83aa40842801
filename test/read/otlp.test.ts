import { join } from "node:path";
import { expect, test, vi } from "vitest";
import * as fc from "fast-check";
import istioText from "../../src/parse/formats/istio-text.ts";
import { isOtlp } from "../../src/read/otlp.ts";
import { sourcesOf } from "../../src/read/open.ts";
import { allText } from "../helpers/lines-of.ts";
import { pieces } from "../helpers/in-pieces.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { unwrapped } from "../helpers/unwrapped.ts";

vi.setConfig({ testTimeout: 60_000 });

const text = istioText.samples[0]!.line;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}
const field = (number: number, content: Uint8Array | string): Buffer =>
  Buffer.concat([varint(number * 8 + 2), varint(Buffer.byteLength(content)), Buffer.from(content)]);
const number = (field_: number, value: number): Buffer => Buffer.concat([varint(field_ * 8), varint(value)]);
function time(field_: number, nanoseconds: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(nanoseconds);
  return Buffer.concat([varint(field_ * 8 + 1), bytes]);
}
const attribute = (at: number, key: string, value: Buffer): Buffer =>
  field(at, Buffer.concat([field(1, key), field(2, value)]));
const record = (body: string): Buffer =>
  field(
    2,
    Buffer.concat([
      time(1, 1648783392736000000n),
      number(2, 9),
      field(5, field(1, body)),
      attribute(6, "duration", number(3, 12)),
      attribute(6, "name", field(1, "é")),
      field(9, Buffer.from([0xab, 0xcd])),
      // A field that came later than this program.
      field(99, "new"),
    ]),
  );
function messageOf(pod: string, ...bodies: readonly string[]): Buffer {
  const resource = field(1, attribute(1, "k8s.pod.name", field(1, pod)));
  return field(
    1,
    Buffer.concat([resource, field(2, Buffer.concat([field(1, field(1, "scope")), ...bodies.map(record)]))]),
  );
}
const framed = (message: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(message.length);
  return Buffer.concat([head, message]);
};
const log = Buffer.concat([framed(messageOf("web-1", text, "hello")), framed(messageOf("web-2", text))]);
const line = (pod: string, body: string): string =>
  JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: [{ key: "k8s.pod.name", value: { stringValue: pod } }] },
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: "1648783392736000000",
                body: { stringValue: body },
                attributes: [
                  { key: "duration", value: { intValue: "12" } },
                  { key: "name", value: { stringValue: "é" } },
                ],
                traceId: "abcd",
              },
            ],
          },
        ],
      },
    ],
  });

async function read(content: Buffer): Promise<{ kind: string; text: string; problem: string | null }> {
  const [source] = await sourcesOf([join(await temporaryFolder({ "a.log": content }), "a.log")], undefined);
  const open = await source!.open();
  const all = await allText(open);
  await open.close();
  return { kind: source!.kind, text: all, problem: open.problem() };
}

test("records in protobuf are lines of OTLP in JSON, with what is told of where they came from", async () => {
  const found = await read(log);
  expect(found).toEqual({
    kind: "otlp",
    text: `${line("web-1", text)}\n${line("web-1", "hello")}\n${line("web-2", text)}\n`,
    problem: null,
  });
  expect((await unwrapped(found.text)).map((each) => [each.text, each.facts.pod])).toEqual([
    [text, "web-1"],
    ["hello", "web-1"],
    [text, "web-2"],
  ]);
});

test("they are the same out of a pipe, in whatever pieces", async () => {
  const [source] = await sourcesOf(["-"], pieces(log, [1, 4, 5, 300]));
  expect((await allText(await source!.open())).split("\n")[2]).toBe(line("web-2", text));
});

test.each([
  ["in its length", log.length - messageOf("web-2", text).length - 2, "unexpected end"],
  ["in its content", log.length - 5, "unexpected end"],
])("a last message that is cut %s is a problem of the log, and the others are there", async (_, end, why) => {
  const found = await read(log.subarray(0, end));
  expect(found.text).toBe(`${line("web-1", text)}\n${line("web-1", "hello")}\n`);
  expect(found.problem).toContain(why);
});

test("damage in a message ends the log there", async () => {
  const damaged = Buffer.from(log);
  damaged.fill(0xff, 30, 60);
  expect((await read(damaged)).problem).toContain("OTLP data is cut off or damaged");
});

test("a message in JSON that the exporter compressed is read", async () => {
  // `printf '{"resourceLogs":[]}' | zstd`, with a raw block.
  const json = Buffer.from('{"resourceLogs":[]}');
  const block = Buffer.from([(json.length << 3) | 1, 0, 0]);
  const zstd = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, json.length]), block, json]);
  const content = framed(zstd);
  expect(await read(Buffer.concat([content, content]))).toEqual({
    kind: "otlp",
    text: `${json.toString()}\n${json.toString()}\n`,
    problem: null,
  });
});

test("no text and no other packing is taken for it", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (letters) => {
      expect(isOtlp(Buffer.from(letters.repeat(20)))).toBe(false);
    }),
  );
  for (const first of [
    Buffer.from(text),
    Buffer.from(text, "utf16le"),
    Buffer.alloc(100),
    Buffer.from("\n\n\n\n\n\n\n\n\n\n\n"),
  ])
    expect(isOtlp(first)).toBe(false);
});

test("any bytes behind a beginning like it end without a throw", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const found = await read(Buffer.concat([log.subarray(0, log.length - 100), bytes]));
      expect(found.kind).toBe("otlp");
    }),
    { numRuns: 30 },
  );
});
