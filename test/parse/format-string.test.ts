import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import { compile } from "../../src/parse/format-string.ts";

/** The error that a format string gives. */
function errorOf(format: string): UsageError {
  try {
    compile(format);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error(`${format} compiles`);
}

/** Each field's operator as written and its column. */
function columnsOf(format: string): (string | null)[] {
  return compile(format).fields.map(({ column }) => column);
}

describe("the grammar", () => {
  test("literals stand between fields, one more than there are", () => {
    const { literals, fields } = compile('[%START_TIME%] "%REQ(:METHOD)%"\n');
    expect(literals).toEqual(["[", '] "', '"']);
    expect(fields.map(({ written }) => written)).toEqual(["%START_TIME%", "%REQ(:METHOD)%"]);
  });

  test("two percent signs are one", () => {
    expect(compile("100%% %DURATION%%%").literals).toEqual(["100% ", "%"]);
  });

  test("arguments end at the first bracket that a percent sign follows, so they may hold brackets and percent signs", () => {
    const [time, cel, path] = compile(
      '%START_TIME(%Y/%m/%d)% %CEL(request.path.startsWith("/a") ? 1 : 2)% %REQ(X?:PATH):20%',
    ).fields;
    expect(time?.written).toBe("%START_TIME(%Y/%m/%d)%");
    expect(cel?.written).toBe('%CEL(request.path.startsWith("/a") ? 1 : 2)%');
    expect(path).toMatchObject({ written: "%REQ(X?:PATH):20%", column: "path" });
  });

  test.each([
    ["both spellings of headers", "%REQ(USER-AGENT)% %REQUEST_HEADER(X-REQUEST-ID)%", ["user_agent", "request_id"]],
    [
      "both spellings of answers",
      "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% %RESPONSE_TRAILER(GRPC-STATUS)%",
      ["upstream_service_time_ms", "grpc_status"],
    ],
    ["header names in any case", "%REQ(user-agent)% %REQ(x-envoy-original-path?:path)%", ["user_agent", "path"]],
    ["the rewritten method", "%REQ(X-ENVOY-ORIGINAL-METHOD?:METHOD)%", ["method"]],
    ["a path without its query", "%REQ_WITHOUT_QUERY(X-ENVOY-ORIGINAL-PATH?:PATH)%", ["path"]],
    ["the newer path operator", "%PATH(WQ:ORIG_OR_PATH)%", ["path"]],
    ["a header that only falls back on the id", "%REQ(X-CORRELATION-ID?X-REQUEST-ID)%", ["request_id"]],
    ["a header that only falls back on the agent", "%REQ(X-APP?USER-AGENT)%", [null]],
    ["attempts", "%UPSTREAM_REQUEST_ATTEMPT_COUNT% %REQ(X-ENVOY-ATTEMPT-COUNT)%", ["attempt_count", "attempt_ordinal"]],
    ["gRPC", "%GRPC_STATUS(SNAKE_STRING)%", ["grpc_status"]],
    [
      "an address that stands in",
      "%UPSTREAM_REMOTE_ADDRESS% %DOWNSTREAM_DIRECT_REMOTE_ADDRESS%",
      ["upstream_host", "downstream_remote_address"],
    ],
    [
      "an address beside the one it could stand in for",
      "%UPSTREAM_REMOTE_ADDRESS% %UPSTREAM_HOST%",
      [null, "upstream_host"],
    ],
    ["both names of the cluster", "%UPSTREAM_CLUSTER% %UPSTREAM_CLUSTER_RAW%", [null, "upstream_cluster"]],
    ["the id of the stream", "%STREAM_ID%", ["request_id"]],
    ["long flags", "%RESPONSE_FLAGS_LONG%", ["response_flags"]],
    [
      "operators without a column",
      "%DYNAMIC_METADATA(a:b):10% %FILTER_STATE(k:PLAIN)% %TRACE_ID% %REQUEST_DURATION%",
      [null, null, null, null],
    ],
    ["an operator of a later version or an extension", "%SOMETHING_QUITE_NEW(a)%", [null]],
    ["times", "%START_TIME(%s.%3f)% %EMIT_TIME%", ["start_time", null]],
    ["a time that says no moment", "%START_TIME(%H:%M)%", [null]],
    [
      "local time with its zone, and without",
      "%START_TIME_LOCAL% %START_TIME_LOCAL(%Y-%m-%d %T)%",
      ["start_time", null],
    ],
  ])("%s", (_, format, columns) => {
    expect(columnsOf(format)).toEqual(columns);
  });
});

describe("mistakes", () => {
  test("a percent sign alone is shown with its place", () => {
    expect(errorOf("[%START_TIME%] 50% done")).toMatchObject({
      message: 'the format string has a "%" that begins no command operator at character 18',
      place: { text: "[%START_TIME%] 50% done", at: 17 },
    });
  });

  test("a mistyped operator is told the nearest", () => {
    const error = errorOf("%START_TIME% %RESPONSE_COD%");
    expect(error.message).toContain('"%RESPONSE_COD%", which is no command operator, at character 14');
    expect(error.hint).toBe("the nearest is %RESPONSE_CODE%");
    expect(error.code).toBe("USAGE_BAD_VALUE");
  });

  test.each([
    ["two operators with nothing between them", "%DURATION%%BYTES_SENT%"],
    ["an argument where none is taken", "%RESPONSE_CODE(1)%"],
    ["no argument where one is needed", "%REQ%"],
    ["an empty argument", "%REQ()%"],
    ["more than one alternative", "%REQ(A?B?C)%"],
    ["a length where none is taken", "%DURATION:5%"],
    ["lower case", "%start_time%"],
  ])("%s", (_, format) => {
    expect(errorOf(format).place).toMatchObject({ text: format, at: expect.any(Number) });
  });
});
