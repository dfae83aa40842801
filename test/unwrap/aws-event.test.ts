import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import istioJson from "../../src/parse/formats/istio-json.ts";
import istioText from "../../src/parse/formats/istio-text.ts";
import { blocksOf } from "../../src/read/blocks.ts";
import { unwrap } from "../../src/unwrap/unwrap.ts";
import { inPieces } from "../helpers/in-pieces.ts";
import { counted } from "../helpers/parsed.ts";
import { unwrapped } from "../helpers/unwrapped.ts";

const text = istioText.samples[0]!.line;
const json = istioJson.samples[0]!.line;
const packed = (plain: string): string => gzipSync(plain).toString("base64");
const stream = `web-1_shop_istio-proxy-${"0a1b".repeat(16)}`;

/** What CloudWatch sends to a subscriber, before it is packed. */
function dataOf(...messages: readonly string[]): string {
  return JSON.stringify({
    messageType: "DATA_MESSAGE",
    owner: "1",
    logGroup: "g",
    logStream: stream,
    subscriptionFilters: ["f"],
    logEvents: messages.map((message, index) => ({ id: String(index), timestamp: 1, message })),
  });
}

const textsOf = async (content: string) => (await unwrapped(content)).map((line) => line.text);
const countsOf = (content: string) =>
  counted(unwrap(blocksOf(inPieces(Buffer.from(content)), { bytes: 0, endsWithNewline: true })));

test("an event of a Lambda function gives the lines in it, with what its stream's name tells", async () => {
  const facts = { pod: "web-1", namespace: "shop", container: "istio-proxy" };
  const cri = `2026-11-20T09:16:10.1Z stdout F ${text}`;
  const record = JSON.stringify({ log: `${json}\n`, kubernetes: { pod_name: "web-2" } });
  const found = await unwrapped(JSON.stringify({ awslogs: { data: packed(dataOf(text, cri, record, "hello")) } }));
  expect(found.map((line) => [line.text, line.facts])).toEqual([
    [text, facts],
    [text, facts],
    [json, { ...facts, pod: "web-2" }],
    ["hello", facts],
  ]);
});

test("records of Kinesis and Firehose give each its own, printed on however many lines", async () => {
  const records = [dataOf(text, json), dataOf("hello")].map((data, index) => ({
    recordId: `${index}`,
    data: packed(data),
  }));
  const kinesis = records.map(({ data }) => ({ kinesis: { data }, eventSource: "aws:kinesis" }));
  const read = [{ Records: kinesis }, { records }, { Records: records.map(({ data }) => ({ Data: data })) }];
  for (const event of read) {
    for (const indent of [0, 2]) {
      expect(await countsOf(JSON.stringify(event, null, indent))).toMatchObject({ rows: 2, rejects: [] });
    }
  }
});

test("a control message is no access log line", async () => {
  const control = JSON.stringify({
    messageType: "CONTROL_MESSAGE",
    logEvents: [
      { id: "", timestamp: 1, message: "CWL CONTROL MESSAGE: Checking health of destination Kinesis stream." },
    ],
  });
  const event = JSON.stringify({ Records: [{ kinesis: { data: packed(control) } }] });
  expect(await countsOf(event)).toMatchObject({ rows: 0, others: 1, rejects: [] });
});

test.each([
  ["is cut", packed(dataOf(text)).slice(0, 120)],
  ["is no base64", "the data"],
  ["is no text", Buffer.from([0xff, 0xfe, 0xfd]).toString("base64")],
  ["unpacks to more than any payload", packed("x".repeat(17 << 20))],
  ["is empty", ""],
])("a payload that %s is left as it is, and is no access log line", async (_, data) => {
  const event = JSON.stringify({ awslogs: { data } });
  expect(await textsOf(event)).toEqual([event]);
  expect(await countsOf(event)).toMatchObject({ rows: 0, others: 1, rejects: [] });
});

test("of several records one that cannot be read keeps its place", async () => {
  const event = { Records: [{ Data: "%%%%" }, { Data: packed(dataOf(text)) }] };
  expect(await textsOf(JSON.stringify(event))).toEqual(["unreadable record 0", text]);
});
