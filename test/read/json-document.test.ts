import { describe, expect, test, vi } from "vitest";
import istioJson from "../../src/parse/formats/istio-json.ts";
import istioText from "../../src/parse/formats/istio-text.ts";
import { blocksOf } from "../../src/read/blocks.ts";
import { streamBytes } from "../../src/read/byte-source.ts";
import { unwrap } from "../../src/unwrap/unwrap.ts";
import { framed, records } from "../helpers/framed.ts";
import { inPieces } from "../helpers/in-pieces.ts";
import { linesOf } from "../helpers/lines-of.ts";
import { counted } from "../helpers/parsed.ts";

vi.setConfig({ testTimeout: 60_000 });

const json = istioJson.samples[0]!.line;
const text = istioText.samples[0]!.line;

describe("a document", () => {
  test("what stands around many short records is no limit to how many there are", async () => {
    const stream = { pod: "web-1", of: "x".repeat(3000) };
    const values = Array.from({ length: 6000 }, (_, at) => [String(at), "x"]);
    const found = await records(JSON.stringify({ streams: [{ stream, values }] }));
    expect(found.length).toBe(values.length);
    expect(found.at(-1)).toEqual([values.length, JSON.stringify({ streams: [{ stream, values: [values.at(-1)] }] })]);
  });

  test("an array on one line gives its elements, however it is spaced", async () => {
    const elements = [1, 2, 3].map((id) => `{"insertId":"é${id}","jsonPayload":${json}}`);
    const expected = elements.map((element, index) => [index + 1, element]);
    expect(await records(`[${elements.join(",")}]`)).toEqual(expected);
    expect(await records(`\ufeff [ ${elements.join(" , ")} ]\n`)).toEqual(expected);
    expect((await framed(`[${elements.join(",")}]`)).framing).toBe("json-document");
  });

  test("numbers keep all their digits, keys their order, and strings their letters", async () => {
    const line =
      '{"2":1,"1":2,"id":12345678901234567890,"f":1.50,"s":"\\u001f\\r\\n\\"\\\\é\\ud800","__proto__":{"x":[]}}';
    expect(await records(`[${line}]`)).toEqual([[1, line]]);
  });

  test("arrays of texts give one text a line", async () => {
    expect(await records(JSON.stringify([text, "a\nb"]))).toEqual([
      [1, JSON.stringify(text)],
      [2, '"a\\nb"'],
    ]);
  });

  const documents: readonly (readonly [string, unknown, readonly unknown[]])[] = [
    [
      "Elasticsearch",
      { took: 5, hits: { total: { value: 2 }, hits: [{ _source: { a: 1 } }, { _source: { a: 2 } }] }, more: 1 },
      [1, 2].map((a) => ({ took: 5, hits: { total: { value: 2 }, hits: [{ _source: { a } }] } })),
    ],
    [
      "Loki",
      {
        status: "success",
        data: {
          resultType: "streams",
          result: [
            {
              stream: { pod: "p" },
              values: [
                ["1", "a"],
                ["2", "b"],
              ],
            },
            { stream: { pod: "q" }, values: [["3", "c"]] },
          ],
        },
      },
      [
        ["p", "1", "a"],
        ["p", "2", "b"],
        ["q", "3", "c"],
      ].map(([pod, time, line]) => ({
        status: "success",
        data: { resultType: "streams", result: [{ stream: { pod }, values: [[time, line]] }] },
      })),
    ],
    [
      "CloudWatch",
      { messageType: "DATA_MESSAGE", logGroup: "g", logEvents: [{ message: "a" }, { message: "b" }] },
      ["a", "b"].map((message) => ({ messageType: "DATA_MESSAGE", logGroup: "g", logEvents: [{ message }] })),
    ],
    [
      "OTLP",
      {
        resourceLogs: [
          {
            resource: { attributes: [{ key: "k8s.pod.name", value: { stringValue: "p" } }] },
            scopeLogs: [{ scope: {}, logRecords: [{ body: { stringValue: "a" } }, { body: { stringValue: "b" } }] }],
          },
        ],
      },
      ["a", "b"].map((stringValue) => ({
        resourceLogs: [
          {
            resource: { attributes: [{ key: "k8s.pod.name", value: { stringValue: "p" } }] },
            scopeLogs: [{ scope: {}, logRecords: [{ body: { stringValue } }] }],
          },
        ],
      })),
    ],
    [
      "an array of answers",
      [{ events: [{ message: "a" }] }, { events: [{ message: "b" }] }],
      [{ events: [{ message: "a" }] }, { events: [{ message: "b" }] }],
    ],
    ["an empty answer", { events: [], token: "x" }, [{ events: [], token: "x" }]],
    [
      "no document",
      { data: "x", events: [1, 2], hits: { a: [{}] } },
      [{ data: "x", events: [1, 2], hits: { a: [{}] } }],
    ],
  ];

  test.each(documents)(
    "%s gives each record inside what it stood in, on one line or many",
    async (_, value, expected) => {
      for (const content of [JSON.stringify(value), JSON.stringify(value, null, 4), `${JSON.stringify(value)}\n\n`]) {
        expect((await records(content)).map(([, line]) => JSON.parse(String(line)))).toEqual(expected);
      }
    },
  );

  test("a record over several lines is numbered by its first line, brackets count as empty lines", async () => {
    const content = JSON.stringify(
      { took: 1, hits: { hits: [{ _source: { a: 1 } }, { _source: { a: 2 } }] } },
      null,
      1,
    );
    const { lines, numbers, count } = await framed(`${content}\n`);
    expect(lines.map((line, index) => [numbers[index], line.length > 0])).toEqual([
      [1, false],
      [5, true],
      [10, true],
      [15, false],
    ]);
    expect(count).toBe(content.split("\n").length);
  });

  test("documents one behind the other, on one line or with other lines between, are all read", async () => {
    const one = JSON.stringify({ logEvents: [{ message: "a" }, { message: "b" }] });
    const found = await records(`${one}${one}\nsome notice\n${one}\n${text}`);
    expect(found.map(([, line]) => String(line).slice(0, 12))).toEqual([
      ...Array.from({ length: 4 }, () => '{"logEvents"'),
      "some notice",
      ...Array.from({ length: 2 }, () => '{"logEvents"'),
      text.slice(0, 12),
    ]);
  });

  test("a line of an access log that the bytes happen to cut behind its bracket stays whole", async () => {
    const head = JSON.stringify([{ a: 1 }]);
    for (let cut = 0; cut < 12; cut++) {
      expect(await records(`${head}\n${text}\n`, [head.length + cut])).toEqual([
        [1, '{"a":1}'],
        [2, text],
      ]);
    }
  });

  test("damage within an array costs the records it touches and no other", async () => {
    const elements = Array.from({ length: 200 }, (_, id) => `{"insertId":"${id}","start_time":"x","method":"GET"}`);
    elements[50] = '{"insertId":"50","start_time":nothing,"method":"GET"}';
    const { lines } = await framed(`[${elements.join(",")}]`);
    expect(lines.filter((line) => line !== "").map((line) => line.replace(/,$/, ""))).toEqual(elements);
  });

  test("a document that is cut off gives what is whole, and its last record as a reject", async () => {
    const whole = `[${json},${json},${json}]`;
    const { rows, rejects } = await counted(
      unwrap(
        blocksOf(inPieces(Buffer.from(whole.slice(0, json.length * 2 + 200))), { bytes: 0, endsWithNewline: true }),
      ),
    );
    expect(rows).toBe(2);
    expect(rejects.map((each) => each.reason)).toEqual(["LINE_CUT"]);
  });

  test("a record that is too deep is refused for that, whatever follows", async () => {
    const deep = `${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`;
    const { rejects, rows } = await counted(
      unwrap(
        blocksOf(inPieces(Buffer.from(`[${json},${deep}\n,${json}]\n${json}`)), { bytes: 0, endsWithNewline: true }),
      ),
    );
    expect(rejects.map((each) => each.reason)).toEqual(["JSON_TOO_DEEP"]);
    expect(rows).toBe(3);
  });

  test("a record or a string that is too long is reported, and reading goes on", async () => {
    const long = `{"a":"${"x".repeat(6 << 20)}"}`;
    const many = `{"a":[${"1,".repeat(1 << 20)}1]}`;
    const found = await records(`[${json},${many},${json}]\n${json}`);
    expect(found.map(([, line]) => String(line).slice(0, 12))).toEqual([
      json.slice(0, 12),
      'TOO LONG {"a',
      json.slice(0, 12),
      json.slice(0, 12),
    ]);
    expect((await records(`[${json},${long},${json}]\n${json}`)).map(([, line]) => String(line).slice(0, 8))).toEqual(
      expect.arrayContaining(["TOO LONG"]),
    );
  });

  test.each(["array", "brackets", "string"])(
    "memory stays small whatever the size: %s",
    async (kind) => {
      const unit = { array: `${json},`.repeat(2000), brackets: "[".repeat(1 << 20), string: "x".repeat(1 << 20) }[
        kind
      ]!;
      const source = async function* () {
        yield Buffer.from(kind === "array" ? "[" : kind === "string" ? '["' : "[");
        for (let part = 0; part < 60; part++) yield Buffer.from(unit);
      };
      const before = process.memoryUsage().rss;
      let most = 0;
      let lines = 0;
      for await (const block of blocksOf(
        streamBytes(source(), () => 0),
        { bytes: 0, endsWithNewline: true },
      )) {
        most = Math.max(most, process.memoryUsage().rss);
        lines += linesOf(block).length;
      }
      expect(most - before).toBeLessThan(250 << 20);
      expect(lines).toBeGreaterThan(0);
    },
    30_000,
  );
});
