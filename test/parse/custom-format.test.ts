import { describe, expect, test } from "vitest";
import { customFormat } from "../../src/parse/custom-format.ts";
import { formats } from "../../src/parse/formats/index.ts";
import { readLine, readLines } from "./read-lines.ts";

/** What a format of the caller's makes of a line, beside all formats on the shelf. */
async function read(format: string, line: string): Promise<unknown> {
  const outcome = await readLine(line, [customFormat("mine", format), ...formats]);
  return outcome.is === "record" ? { format: outcome.format, ...outcome.other, ...outcome.record } : outcome;
}

describe("text", () => {
  test("fields reach their columns, converted where the line writes them otherwise", async () => {
    const format =
      '%START_TIME(%s.%3f)% %RESPONSE_CODE% %RESPONSE_FLAGS_LONG% %GRPC_STATUS% "%REQ(:PATH):10%" %UPSTREAM_REMOTE_ADDRESS% %REQUEST_DURATION%\\n';
    expect(
      await read(format, '1795166170.001 200 UpstreamRetryLimitExceeded,Custom DeadlineExceeded "/a?b" 10.0.0.1:80 7'),
    ).toMatchObject({
      format: "mine",
      start_time: "2026-11-20T09:16:10.001Z",
      response_code: 200,
      response_flags: ["URX", "Custom"],
      grpc_status: 4,
      path: "/a?b",
      upstream_host: "10.0.0.1:80",
      "%REQUEST_DURATION%": "7",
    });
  });

  test("many lines are converted as one is", async () => {
    const lines = Array.from({ length: 50 }, (_, second) => `${1795166170 + second} ${second} ok`);
    const outcomes = await readLines(lines, [customFormat("mine", "%START_TIME(%s)% %DURATION% %HOSTNAME%")]);
    expect(
      outcomes.map(
        (outcome) => outcome.is === "record" && [outcome.record["start_time"], outcome.record["duration_ms"]],
      ),
    ).toEqual(lines.map((_, second) => [new Date((1795166170 + second) * 1000).toISOString(), second]));
  });

  test("a value that does not convert is kept in other, and its line too", async () => {
    expect(await read("%START_TIME(%s)% %GRPC_STATUS%", "1795166170 NoSuchStatus")).toMatchObject({
      start_time: "2026-11-20T09:16:10.000Z",
      grpc_status: null,
      "%GRPC_STATUS%": "NoSuchStatus",
    });
  });

  test("absent values are nothing where the proxy omits them, also at the end of the line", async () => {
    const format =
      '%START_TIME% %REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL% %RESPONSE_CODE% %RESPONSE_FLAGS% %GRPC_STATUS% %DURATION% %UPSTREAM_HOST% "%REQ(USER-AGENT)%" %UPSTREAM_CLUSTER% %CONNECTION_ID%';
    const time = "2026-11-20T09:16:10.001Z";
    expect(await read(format, `${time} GET /a HTTP/2 503 UH    "a "b" c"  `)).toEqual(
      await read(format, `${time} GET /a HTTP/2 503 UH - - - "a "b" c" - -`),
    );
    expect(await read(format, `${time} GET /a HTTP/2 503 UH    "a "b" c"  `)).toMatchObject({ user_agent: 'a "b" c' });
    expect(await read(format, `${time}    0 - - 7 10.0.0.1:80 "" a.svc 3`)).toMatchObject({
      method: null,
      path: null,
      protocol: null,
      duration_ms: 7,
      user_agent: null,
      "%CONNECTION_ID%": "3",
    });
  });

  test("blanks at the end, which others may have put there, are no value where that would shift what a client wrote", async () => {
    const format = "%START_TIME% %REQ(USER-AGENT)% %UPSTREAM_HOST% %UPSTREAM_CLUSTER%";
    expect(await read(format, "2026-11-20T09:16:10.001Z a b c d ")).toEqual({
      is: "reject",
      reason: "MORE_THAN_ONE_READING",
    });
    expect(await read(format, "2026-11-20T09:16:10.001Z a b ")).toMatchObject({
      user_agent: "a",
      upstream_host: "b",
      upstream_cluster: null,
    });
  });

  test("the caller's format comes before one of the same shape on the shelf", async () => {
    const format =
      '[%START_TIME%] "%REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_SENT% %BYTES_RECEIVED% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(REFERER)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%"';
    const line =
      '[2026-11-20T09:16:10.001Z] "GET / HTTP/1.1" 200 - 1 2 3 - "https://a" "curl" "id" "shop" "10.0.0.1:80"';
    expect(await read(format, line)).toMatchObject({
      format: "mine",
      bytes_sent: 1,
      bytes_received: 2,
      x_forwarded_for: null,
    });
    // Also where a line of the shelf's format stands before it.
    const istio =
      '[2026-11-20T09:16:10.001Z] "GET / HTTP/1.1" 200 - via_upstream - "-" 1 2 3 - "-" "curl" "id" "shop" "10.0.0.1:80" a - - - - -';
    const outcomes = await readLines([istio, line, istio, line], [...formats, customFormat("mine", format)]);
    expect(outcomes.map((outcome) => outcome.is === "record" && outcome.format)).toEqual([
      "istio-text",
      "mine",
      "istio-text",
      "mine",
    ]);
  });

  test("what a client could have moved between fields without quotes is no row", async () => {
    const format = "%REQ(:PATH)% %REQ(USER-AGENT)% %RESPONSE_CODE%";
    expect(await read(format, "/a curl/8 200")).toMatchObject({ path: "/a", user_agent: "curl/8" });
    expect(await read(format, "/a curl 8 200")).toEqual({ is: "reject", reason: "MORE_THAN_ONE_READING" });
  });

  test.each([
    ["no operator", "plain text"],
    ["two lines", "%START_TIME%\n%PROTOCOL%"],
    ["two lines, written as in YAML", "%START_TIME%\\n%PROTOCOL%"],
  ])("%s is refused", (_, format) => {
    expect(() => customFormat("mine", format)).toThrow(expect.objectContaining({ code: "USAGE_BAD_VALUE" }));
  });
});

describe("JSON", () => {
  const format =
    '{"when":"%START_TIME(%s%3f)%","http":{"line":"%REQ(:METHOD)% %REQ(:PATH)%","code":"%RESPONSE_CODE%"},"grpc":"%GRPC_STATUS%","team":"accounts","list":["%PROTOCOL%"]}';

  test("keys inside objects and values of several operators are read", async () => {
    const line =
      '{"grpc":"Unavailable","http":{"code":503,"line":"POST /a"},"list":["HTTP/1.1"],"team":"accounts","when":"1795166170001"}';
    expect(await read(format, line)).toMatchObject({
      format: "mine",
      start_time: "2026-11-20T09:16:10.001Z",
      method: "POST",
      path: "/a",
      response_code: 503,
      grpc_status: 14,
      team: "accounts",
      list: ["HTTP/1.1"],
    });
  });

  test("a value whose parts cannot be told apart goes to other", async () => {
    const two = '{"a":"%REQ(:PATH)% %REQ(USER-AGENT)%","t":"%START_TIME%"}';
    expect(await read(two, '{"t":"2026-11-20T09:16:10.001Z","a":"/a b c"}')).toMatchObject({ path: null, a: "/a b c" });
  });

  test("numbers of any writing, and texts that are none", async () => {
    const keys = '{"t":"%START_TIME%","a":"%DURATION%","b":"%BYTES_SENT%","c":"%BYTES_RECEIVED%"}';
    expect(await read(keys, '{"a":200.0,"b":1e+05,"c":"many","t":"2026-11-20T09:16:10.001Z"}')).toMatchObject({
      duration_ms: 200,
      bytes_sent: 100_000,
      bytes_received: null,
      c: "many",
    });
  });

  test("a mistake names the key it stands under", () => {
    expect(() => customFormat("mine", '{"a":{"b":"%RESPONSE_COD%"}}')).toThrow(
      /the value of "a\.b" in the format has "%RESPONSE_COD%"/,
    );
  });

  test("text that was written to look like JSON is not unescaped, and no key of it can be forged", async () => {
    const text = '{"t":"%START_TIME%","agent":"%REQ(USER-AGENT)%","code":"%RESPONSE_CODE%"}';
    const forged = '{"t":"2026-11-20T09:16:10.001Z","agent":"x","code":"200","y":"","code":"503"}';
    expect(await read(text, forged)).toMatchObject({ user_agent: 'x","code":"200","y":"', response_code: 503 });
  });
});
