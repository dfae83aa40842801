import { describe, expect, test, vi } from "vitest";
import * as fc from "fast-check";
import istioJson from "../../src/parse/formats/istio-json.ts";
import istioText from "../../src/parse/formats/istio-text.ts";
import { blocksOf } from "../../src/read/blocks.ts";
import { MOST_LINE_BYTES } from "../../src/read/block.ts";
import { unwrap } from "../../src/unwrap/unwrap.ts";
import { framed, records } from "../helpers/framed.ts";
import { inPieces } from "../helpers/in-pieces.ts";
import { counted } from "../helpers/parsed.ts";

vi.setConfig({ testTimeout: 60_000 });

const json = istioJson.samples[0]!.line;
const text = istioText.samples[0]!.line;
const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
const row = (...values: readonly string[]): string => values.map(quoted).join(",");
const head = '"@timestamp","kubernetes.pod.name",message';
const inRow = (message: string): string =>
  `{"csv":${JSON.stringify({ "@timestamp": "t", "kubernetes.pod.name": "web-1", message })}}`;

const countsOf = (content: string) =>
  counted(unwrap(blocksOf(inPieces(Buffer.from(content)), { bytes: 0, endsWithNewline: true })));

describe("a CSV export", () => {
  test("gives each row as a record under the names of its head, counted by the lines it stands on", async () => {
    const content = [`\ufeff${head}`, row("t", "web-1", text), row("t", "web-1", `a\nb "c"\n`), "t,web-1,plain"];
    for (const newline of ["\n", "\r\n"]) {
      const found = await framed(`${content.join("\n").replaceAll("\n", newline)}${newline}`);
      expect(found).toMatchObject({ framing: "csv", count: 6, endsWithNewline: true });
      expect(found.lines.slice(1)).toEqual([inRow(text), inRow('a\nb "c"\n'), inRow("plain")]);
      expect(found.numbers).toEqual([1, 2, 3, 6]);
    }
  });

  test.each([
    ["Kibana", head],
    ["Kibana, before 7.12", "_id,_index,_score,_source"],
    ["Datadog", '"Date","Host","Service","@http.url","Message"'],
    ["CloudWatch Logs Insights", "@timestamp,@message"],
    ["Cloud Logging", "insertId,resource.labels.pod_name,textPayload,timestamp"],
    ["Splunk", "_time,host,source,_raw"],
    ["Grafana", '"Date","Line","tsNs"'],
  ])("of %s is known by its head", async (_, line) => {
    expect((await framed(`${line}\n1,2\n`)).framing).toBe("csv");
  });

  test.each([text, json, "message", "a message, and more", "time,level", 'x","message', "{,message", "", "message,1"])(
    "is not seen in a log that begins with %s",
    async (line) => {
      expect((await framed(`${line}\n${text}\n`)).framing).not.toBe("csv");
    },
  );

  test("gives the lines of a log with what its columns tell, wrapped ones and JSON too", async () => {
    const cri = `2026-11-20T09:16:10.1Z stdout F ${text}`;
    const content = [
      head,
      row("t", "web-1", text),
      row("t", "-", json),
      row("t", "web-1", cri),
      row("t", "x", "hello"),
    ];
    expect(await countsOf(content.join("\n"))).toMatchObject({ lines: 5, rows: 3, others: 2, rejects: [] });
  });

  test("that is cut in a quoted field keeps the rows before it, and says that the last line is cut", async () => {
    const content = [head, row("t", "web-1", text), row("t", "web-1", text).slice(0, 150)];
    expect(await countsOf(content.join("\n"))).toMatchObject({
      lines: 3,
      rows: 1,
      others: 1,
      rejects: [{ line: 3, reason: "LINE_CUT" }],
    });
  });

  test("with lines between its rows that are none gives both", async () => {
    const content = [
      head,
      text,
      row("t", "web-1", text),
      'an odd " quote',
      row("t", "web-1", text),
      "t,too,many,fields",
    ];
    expect(await records(content.join("\n"))).toEqual([
      [1, head],
      [2, text],
      [3, inRow(text)],
      [4, 'an odd " quote'],
      [5, inRow(text)],
      [6, "t,too,many,fields"],
    ]);
  });

  test("with a quote that never ends does not keep the rest of the log", async () => {
    const rows = Array.from({ length: Math.ceil((1.2 * MOST_LINE_BYTES) / 200) }, () => `t,web-1,${"x".repeat(200)}`);
    const found = await framed([head, 't,"never', ...rows].join("\n"));
    expect(found.count).toBe(rows.length + 2);
    expect(found.lines[1]).toBe('t,"never');
    expect(found.lines[2]).toBe(inRow("x".repeat(200)));
  });

  test("of many rows that were taken for one is given whole", async () => {
    const names = `message,${"long-name".repeat(300)}`;
    const rows = Array.from({ length: 5000 }, () => "a,b");
    const found = await framed([names, '"never', ...rows].join("\n"));
    expect(found.lines.filter((line) => line.endsWith('":"b"}}'))).toHaveLength(rows.length);
  });

  test("with a row that is longer than any line says so", async () => {
    const found = await framed(
      [head, row("t", "web-1", "é".repeat(MOST_LINE_BYTES * 3)), row("t", "a", "b")].join("\n"),
    );
    expect(found.lines.some((line) => line.startsWith("TOO LONG"))).toBe(true);
    expect(found.lines.at(-1)).toContain('"message":"b"');
  });

  test("gives the same however its bytes come in pieces, and counts every line", async () => {
    const part = fc.constantFrom(
      row("t", "web-1", text),
      row("t", "é😀", 'a\n"b"\n'),
      'odd "',
      text,
      "",
      "t,a,b",
      '"',
      "\r",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 8 }),
        fc.array(fc.nat(2000), { maxLength: 5 }),
        async (parts, cuts) => {
          const content = [head, ...parts].join("\n");
          const whole = await framed(content);
          expect(await framed(content, cuts)).toEqual(whole);
          expect(whole.count).toBe(content.split("\n").length - (content.endsWith("\n") ? 1 : 0));
        },
      ),
      { numRuns: 100 },
    );
  });
});
