import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { explainLine } from "../../src/index.ts";
import istioText from "../../src/parse/formats/istio-text.ts";

const line = istioText.samples[0]!.line;
const time = "2022-04-01T03:23:12.736Z";

/** The first line of what stands on standard input, explained. */
function piped(text: string | Uint8Array): ReturnType<typeof explainLine> {
  return explainLine({ line: "-", stdin: Readable.from([Buffer.from(text)]) });
}

describe("what is around a line is taken off and told", () => {
  test.each([
    ["nothing", line, [], {}],
    [
      "kubectl's prefix and a time",
      `[pod/gw-1/istio-proxy] ${time} ${line}`,
      ["kubectl-prefix", "timestamp"],
      { pod: "gw-1", container: "istio-proxy" },
    ],
    ["containerd's file", `${time} stdout F ${line}`, ["cri"], {}],
    ["Docker's file", JSON.stringify({ log: `${line}\n`, stream: "stdout", time }), ["docker-json"], {}],
    [
      "a collector's record, written by Docker",
      JSON.stringify({
        log: `${JSON.stringify({ log: line, kubernetes: { pod_name: "gw-1", namespace_name: "prod" } })}\n`,
        stream: "stdout",
        time,
      }),
      ["docker-json", "collector-record"],
      { pod: "gw-1", namespace: "prod" },
    ],
    [
      "a printed record",
      JSON.stringify({ log: line, kubernetes: { pod_name: "gw-1" } }, null, 2),
      ["collector-record"],
      { pod: "gw-1" },
    ],
  ])("%s", async (_, wrapped, wrappers, told) => {
    expect(await explainLine({ line: wrapped })).toMatchObject({
      wrappers,
      told,
      line,
      has_more: false,
      is: "record",
      format: "istio-text",
    });
  });

  test("a line that containerd cut into parts is one line", async () => {
    const parts = [`${time} stdout P ${line.slice(0, 40)}`, `${time} stdout F ${line.slice(40)}`];
    expect(await piped(parts.join("\n"))).toMatchObject({ wrappers: ["cri"], line, is: "record", has_more: false });
  });

  test("a part whose end never came is a cut line of the same wrapper", async () => {
    expect(await explainLine({ line: `${time} stdout P ${line.slice(0, 200)}` })).toMatchObject({
      wrappers: ["cri"],
      is: "reject",
      reason: "LINE_CUT",
    });
  });
});

describe("standard input", () => {
  test("the first line that is not empty is explained, and that more follow is said", async () => {
    expect(await piped(`\n\n${line}\nhello\n`)).toMatchObject({ line, is: "record", has_more: true });
  });

  test("packed and marked text is read too", async () => {
    expect(await piped(gzipSync(`\ufeff${line}\r\n`))).toMatchObject({ line, is: "record", has_more: false });
  });

  test("no more is read than a line can need", async () => {
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) yield (given++, Buffer.from(`${line}\n`.repeat(200)));
      })(),
    );
    expect(await explainLine({ line: "-", stdin: endless })).toMatchObject({ is: "record", has_more: true });
    expect(given * 200 * line.length).toBeLessThan(4 << 20);
  });

  test("waiting for it can be aborted", async () => {
    const controller = new AbortController();
    const explaining = explainLine({ line: "-", stdin: new Readable({ read() {} }), signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(explaining).rejects.toThrow("enough");
  });

  test("is missing where it is asked for", async () => {
    await expect(explainLine({ line: "-" })).rejects.toMatchObject({ code: "USAGE_BAD_VALUE" });
  });
});

describe("a line that nobody reads", () => {
  test.each([
    ["an empty line", "", "an empty line"],
    ["blanks", "  \t ", "an empty line"],
    ["an application's line", "2026-11-20 INFO starting", "no access log line: no known format begins like it"],
    ["hostile bytes", "\u001b[2J\u0007 \u202e x", "no access log line: no known format begins like it"],
    ["JSON of something else", '{"a":1}', "no access log line: no known format begins like it"],
  ])("%s is an answer and no error", async (_, text, about) => {
    expect(await explainLine({ line: text })).toMatchObject({ is: "other", about });
  });

  test.each([
    ["one too long", `${line}${"x".repeat(1 << 20)}`],
    ["one that never ends", `${line}${"x".repeat(3 << 20)}`],
  ])("%s is rejected, and its beginning shown", async (_, text) => {
    const explained = await piped(text);
    expect(explained).toMatchObject({ is: "reject", reason: "LINE_TOO_LONG", at: null });
    expect(explained.line.length).toBeLessThanOrEqual(1000);
    expect(text.startsWith(explained.line)).toBe(true);
  });

  test("what is no text is an error", async () => {
    await expect(piped(Buffer.alloc(100, 1))).rejects.toMatchObject({ code: "READ_BINARY" });
  });
});

describe("formats of the caller's", () => {
  test("a line of the caller's format is explained by its operators", async () => {
    const formatString =
      '%START_TIME(%s.%3f)% %REQUEST_HEADER(:METHOD)% "%REQ(X-PATH?:PATH):10%" %DYNAMIC_METADATA(a:b)% %FILTER_STATE(k:PLAIN)%\\n';
    const explained = await explainLine({ line: '1795166170.001 POST "/a" x y', formatString });
    expect(explained).toMatchObject({ is: "record", format: "format-string" });
    expect(
      explained.is === "record" && explained.fields.map(({ operator, column, value }) => [operator, column, value]),
    ).toEqual([
      ["%START_TIME(%s.%3f)%", "start_time", "1795166170.001"],
      ["%REQUEST_HEADER(:METHOD)%", "method", "POST"],
      ["%REQ(X-PATH?:PATH):10%", "path", "/a"],
      ["%DYNAMIC_METADATA(a:b)%", null, "x"],
      ["%FILTER_STATE(k:PLAIN)%", null, "y"],
    ]);
  });

  test("a line of another format is held against the named one only", async () => {
    expect(await explainLine({ line, format: "envoy-text" })).toMatchObject({
      is: "reject",
      reason: "FIELD_MISMATCH",
      expected: [{ format: "envoy-text" }],
    });
  });
});
