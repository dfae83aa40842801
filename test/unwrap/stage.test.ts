import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import istioJson from "../../src/parse/formats/istio-json.ts";
import istioText from "../../src/parse/formats/istio-text.ts";
import { BLOCK_BYTES, MOST_LINE_BYTES } from "../../src/read/block.ts";
import { lineBlocks } from "../../src/read/line-blocks.ts";
import { unwrap } from "../../src/unwrap/unwrap.ts";
import { inPieces } from "../helpers/in-pieces.ts";
import { allLines, linesOf } from "../helpers/lines-of.ts";
import { counted } from "../helpers/parsed.ts";
import { unwrapped } from "../helpers/unwrapped.ts";

vi.setConfig({ testTimeout: 60_000 });

const text = istioText.samples[0]!.line;
const json = istioJson.samples[0]!.line;
const cri = (stream: string, tag: string, part: string) => `2026-11-20T09:16:10.1Z ${stream} ${tag} ${part}`;
const blocksIn = (content: string) => lineBlocks(inPieces(Buffer.from(content)), { bytes: 0, endsWithNewline: true });
const textsOf = async (content: string) => (await unwrapped(content)).map((line) => line.text);

describe("bare lines", () => {
  test("a block of bare and foreign lines passes through as the same bytes", async () => {
    const lines = [
      text,
      json,
      "",
      "plain words",
      "2026-11-20T09:16:10.123456Z\tinfo\tready",
      "[Envoy (Epoch 0)] x",
      json,
    ];
    for await (const block of blocksIn(lines.join("\n"))) {
      for await (const after of unwrap(one(block))) {
        expect(after.bytes).toBe(block.bytes);
        expect(after.facts).toBe(null);
        expect(linesOf(after)).toEqual(lines);
      }
    }
  });

  test("a wrapped line in the middle of megabytes of bare ones is unwrapped", async () => {
    const many = Math.ceil((BLOCK_BYTES * 1.4) / (text.length + 1));
    const lines = [
      ...fill(many, text),
      cri("stdout", "F", text),
      ...fill(many, json),
      `web-1 istio-proxy ${json}`,
      ...fill(many, text),
    ];
    const after = await allLines(unwrap(blocksIn(lines.join("\n"))));
    expect(after).toEqual([...fill(many + 1, text), ...fill(many + 1, json), ...fill(many, text)]);
  });

  test("JSON whose keys come in any order is known as bare, and a record with the same first key is not", async () => {
    const object: Record<string, unknown> = JSON.parse(json);
    const keys = Object.keys(object);
    const shuffled = keys.map((_, at) =>
      JSON.stringify(Object.fromEntries([...keys.slice(at), ...keys.slice(0, at)].map((key) => [key, object[key]]))),
    );
    const record = JSON.stringify({ authority: "x", log: `${text}\n`, stream: "stdout" });
    expect(await textsOf([...shuffled, record, ...shuffled].join("\n"))).toEqual([...shuffled, text, ...shuffled]);
  });
});

describe("lines in parts", () => {
  test("each container and stream has its own, however they interleave", async () => {
    const pods = ["a", "b", "c"];
    const streams = ["stdout", "stderr"];
    const piece = fc.tuple(
      fc.constantFrom(...pods),
      fc.constantFrom(...streams),
      fc.constantFrom("P", "F"),
      fc.string({ unit: "grapheme-ascii", maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const waiting = new Map<string, { text: string; span: number }>();
        const whole: { text: string; span: number; pod: string }[] = [];
        const lines = pieces.map(([pod, stream, tag, letters]) => {
          const part = `-${letters.replaceAll(/[^\w]/g, "x")}`;
          const before = waiting.get(pod + stream) ?? { text: "", span: 0 };
          const now = { text: before.text + part, span: before.span + 1 };
          waiting.set(pod + stream, now);
          if (tag === "F") {
            whole.push({ ...now, pod });
            waiting.delete(pod + stream);
          }
          return `[pod/${pod}/c] ${cri(stream, tag, part)}`;
        });
        const found = await unwrapped(lines.join("\n"));
        expect(
          found.slice(0, whole.length).map((line) => ({ text: line.text, span: line.span, pod: line.facts.pod })),
        ).toEqual(whole);
        expect(
          found
            .slice(whole.length)
            .map((line) => line.text)
            .toSorted(),
        ).toEqual([...waiting.values()].map((each) => each.text).toSorted());
        expect(found.reduce((sum, line) => sum + line.span, 0)).toBe(lines.length);
      }),
      { numRuns: 200 },
    );
  });

  test("a line of access log in parts is read, and one whose end never came is a reject", async () => {
    const parts = [text.slice(0, 100), text.slice(100, 200), text.slice(200)];
    const lines = [
      cri("stdout", "P", parts[0]!),
      cri("stdout", "P", parts[1]!),
      cri("stdout", "F", parts[2]!),
      cri("stdout", "P", parts[0]!),
    ];
    const { rows, rejects, others, lines: count } = await counted(unwrap(blocksIn(lines.join("\n"))));
    expect([count, rows, others]).toEqual([4, 1, 2]);
    expect(rejects.map((each) => [each.line, each.reason])).toEqual([[4, "LINE_CUT"]]);
  });

  test("what is in parts may be wrapped again", async () => {
    const record = JSON.stringify({ log: `${text}\n`, stream: "stdout", kubernetes: { pod_name: "web-1" } });
    const lines = [cri("stdout", "P", record.slice(0, 50)), cri("stdout", "F", record.slice(50))];
    expect(await unwrapped(lines.join("\n"))).toEqual([{ text, facts: { pod: "web-1" }, span: 2 }]);
  });

  test("a joined line that is too long is reported, and its parts are counted", async () => {
    const part = "x".repeat(16_000);
    const count = Math.ceil(MOST_LINE_BYTES / part.length);
    const lines = [...fill(count, cri("stdout", "P", part)), cri("stdout", "F", text), cri("stdout", "F", text)];
    const { rows, rejects, lines: all } = await counted(unwrap(blocksIn(lines.join("\n"))));
    expect([all, rows]).toEqual([count + 2, 1]);
    expect(rejects.map((each) => [each.line, each.reason])).toEqual([[1, "LINE_TOO_LONG"]]);
  });

  test("more lines than can wait are given up, and none is lost", async () => {
    const lines = Array.from({ length: 5000 }, (_, pod) => `[pod/p${pod}/c] ${cri("stdout", "P", `part of ${pod}`)}`);
    const found = await unwrapped(lines.join("\n"));
    expect(found.map((line) => line.text)).toEqual(lines.map((_, pod) => `part of ${pod}`));
    expect(found.map((line) => line.facts.pod)).toEqual(lines.map((_, pod) => `p${pod}`));
  });
});

describe("what wrappers tell", () => {
  test("equal facts are one object, and inner wrappers know better", async () => {
    const record = (pod: string) => JSON.stringify({ log: "x", kubernetes: { pod_name: pod, namespace_name: "shop" } });
    const found = await unwrapped(
      ["a", "b", "a"].map((pod) => `[pod/collector-1/fluent-bit] ${record(pod)}`).join("\n"),
    );
    expect(found[0]?.facts).toEqual({ pod: "a", namespace: "shop", container: "fluent-bit" });
    expect(found[2]?.facts).toBe(found[0]?.facts);
    expect(found[1]?.facts).not.toBe(found[0]?.facts);
  });

  const uid = "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";
  test.each([
    [
      `/var/log/pods/shop_web-1_${uid}/istio-proxy/0.log`,
      { namespace: "shop", pod: "web-1", container: "istio-proxy" },
    ],
    [`pods/shop_web-1_${uid}/envoy/3.log.20261120-091610.gz`, { namespace: "shop", pod: "web-1", container: "envoy" }],
    [
      `/var/log/containers/web-1_shop_istio-proxy-${"0a1b".repeat(16)}.log`,
      { namespace: "shop", pod: "web-1", container: "istio-proxy" },
    ],
    [
      "must-gather.local/quay-io/namespaces/shop/pods/web-1/istio-proxy/istio-proxy/logs/current.log",
      { namespace: "shop", pod: "web-1", container: "istio-proxy" },
    ],
    [
      "bug-report.tar.gz!bug-report/proxies/shop/web-1/istio-proxy.log",
      { namespace: "shop", pod: "web-1", container: "istio-proxy" },
    ],
    ["logs/gateway-7d9f.log", {}],
    ["-", {}],
  ])("the source's name %s", async (name, facts) => {
    expect((await unwrapped(text, undefined, name))[0]?.facts).toEqual(facts);
    expect((await unwrapped(cri("stdout", "F", text), undefined, name))[0]?.facts).toEqual(facts);
  });
});

describe("lines that tell of those behind them", () => {
  test("the files of tail and the containers of cluster-info dump", async () => {
    const lines = [
      text,
      "==> logs/web-1.log <==",
      text,
      cri("stdout", "F", json),
      "==> /var/log/pods/shop_web-2_0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f/envoy/0.log <==",
      text,
      "==== START logs for container istio-proxy of pod shop/web-3 ====",
      text,
      "==== END logs for container istio-proxy of pod shop/web-3 ====",
      text,
    ];
    const found = await unwrapped(lines.join("\n"));
    expect(found.map((line) => line.text)).toEqual(lines.map((line, index) => (index === 3 ? json : line)));
    expect([0, 2, 3, 5, 7, 9].map((index) => found[index]?.facts)).toEqual([
      {},
      { pod: "web-1" },
      { pod: "web-1" },
      { namespace: "shop", pod: "web-2", container: "envoy" },
      { namespace: "shop", pod: "web-3", container: "istio-proxy" },
      {},
    ]);
  });
});

describe("hostile lines", () => {
  test("text that a JSON string hides a line end or a separator in stays one line", async () => {
    const log = "a\u0000b\u001fc\rd";
    const records = [
      JSON.stringify({ log: `${log}\n`, stream: "stdout", time: "2026-11-20T09:16:10.1Z" }),
      JSON.stringify({ message: log, kubernetes: {} }),
      JSON.stringify({ line: log, timestamp: "x" }),
    ];
    expect(await textsOf(records.join("\n"))).toEqual(fill(3, "a␀b␟c␍d"));
  });

  test("a record whose text holds several lines gives as many, and counts for each", async () => {
    const found = await unwrapped(JSON.stringify({ message: `${text}\r\n${json}\n`, kubernetes: {} }));
    expect(found.map((line) => [line.text, line.span])).toEqual([
      [text, 1],
      [json, 1],
    ]);
  });

  test("an application's own record is no wrapper, whatever its message looks like", async () => {
    const record = JSON.stringify({ level: "info", scope: "envoy lua", msg: text });
    expect(await textsOf(record)).toEqual([record]);
    expect(await textsOf(`INFO handler ${json}`)).toEqual([`INFO handler ${json}`]);
  });

  test("wrappers without end, depth without end, and halves of both do no harm", async () => {
    const deep = `${'{"log":'.repeat(2000)}1${"}".repeat(2000)}`;
    let nested = text;
    for (let layer = 0; layer < 12; layer++) nested = JSON.stringify({ log: nested, kubernetes: {} });
    const lines = [
      "# ".repeat(5000) + text,
      "[pod/".repeat(1000),
      deep,
      nested,
      `{"log":"${"\\".repeat(999)}`,
      '{"log":"\\ud800\\n","stream":"stdout","time":"x"}',
    ];
    const found = await unwrapped(lines.join("\n"));
    expect(found.length).toBe(lines.length);
    expect(found[0]?.text).toBe(text);
    expect(found[2]?.text).toBe(deep);
    expect(found[5]?.text).toBe("\ufffd");
  });

  test("lines made to keep a pattern busy are done with in no time", async () => {
    const times = 150_000;
    const lines = [
      `[0] tag: [[1, {${"}], {".repeat(times)}`,
      JSON.stringify({ message: "x", kubernetes: {}, path: "a.".repeat(times) }),
      JSON.stringify({ message: `${"\r".repeat(times)}x`, kubernetes: {} }),
      `${"2026-11-20T09:16:10Z stdout P ".repeat(times / 10)}x`,
      `2026-11-20T09:16:10Z {${'a="\\'.repeat(times)}`,
      `${"\u001b[".repeat(times)}x`,
      `<1>1 ${"a ".repeat(times)}`,
      `"${"\\".repeat(times)}"`,
      `${"a-".repeat(times)}:${text}`,
      `{"log":"${"\\u00".repeat(times)}`,
    ];
    const before = performance.now();
    const found = await unwrapped(`${lines.join("\n")}\n`);
    expect(found.reduce((sum, line) => sum + line.span, 0)).toBeGreaterThanOrEqual(lines.length);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  test("a line that was too long to be read is still reported among wrapped ones", async () => {
    const lines = [cri("stdout", "F", text), "y".repeat(MOST_LINE_BYTES + 1), cri("stdout", "F", text)];
    const { rows, rejects } = await counted(unwrap(blocksIn(lines.join("\n"))));
    expect(rows).toBe(2);
    expect(rejects.map((each) => [each.line, each.reason])).toEqual([[2, "LINE_TOO_LONG"]]);
  });
});

async function* one<T>(each: T): AsyncIterable<T> {
  yield each;
}

function fill<T>(count: number, each: T): T[] {
  return Array.from({ length: count }, () => each);
}
