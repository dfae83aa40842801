import { constantFrom, array, assert, property, string, oneof } from "fast-check";
import { describe, expect, test } from "vitest";
import { columns } from "../../src/core/columns.ts";
import { columnOperators, fieldOfColumn } from "../../src/parse/column-operators.ts";
import { explain } from "../../src/parse/explain.ts";
import { formats } from "../../src/parse/formats/index.ts";

const tail =
  '0 605 4 3 "-" "curl/7.82" "200efb6c" "httpbin:8000" "10.244.0.31:80" outbound|8000||h 10.244.0.26:35086 10.96.71.143:8000 10.244.0.26:41616 - default';
const head = '[2022-04-01T03:23:12.736Z] "POST /get HTTP/1.1" 503 URX,UF,ZZ';

describe("a line that is read", () => {
  const line = `${head} upstream_reset_before_response_started{connection_failure,delayed_connect_error:_111} - "-" ${tail}`;
  const explanation = explain(line, formats);
  const fields = explanation.is === "record" ? explanation.fields : [];

  test("has each field with operator, value, column, meaning and unit", () => {
    expect(explanation).toMatchObject({ is: "record", format: "istio-text" });
    expect(fields.length).toBe(24);
    expect(fields.find(({ column }) => column === "duration_ms")).toEqual({
      name: "%DURATION%",
      operator: "%DURATION%",
      column: "duration_ms",
      value: "4",
      about: "from the start to the last byte out, rounded down",
      unit: "ms",
      says: [],
    });
    expect(fields.find(({ column }) => column === "x_forwarded_for")?.value).toBeNull();
  });

  test("says of each flag whether the application may have run it, and what it means for retries", () => {
    const flags = fields.find(({ column }) => column === "response_flags")?.says;
    expect(flags?.map(({ what, may_have_run, retry }) => [what, may_have_run, retry !== null])).toEqual([
      ["URX", "maybe", true],
      ["UF", "no", false],
      ["ZZ", null, false],
    ]);
  });

  test("says what the details mean, with the number of the system's error in words", () => {
    const [details] = fields.find(({ column }) => column === "response_code_details")!.says;
    expect(details?.may_have_run).toBe("no");
    expect(details?.about).toContain("no connection to the upstream");
    expect(details?.about).toContain("connection refused");
  });
});

test("a JSON line is explained by its keys, and a key without an operator too", () => {
  const line = '{"start_time":"2022-04-01T03:23:12.736Z","response_code":200,"path":"/","duration":4,"team":"a"}';
  const explanation = explain(line, formats);
  expect(explanation).toMatchObject({ is: "record", format: "istio-json" });
  expect(explanation.is === "record" && explanation.fields.slice(3)).toMatchObject([
    { name: "duration", operator: "%DURATION%", column: "duration_ms", value: "4", unit: "ms" },
    { name: "team", operator: null, column: null, value: '"a"' },
  ]);
});

test("fields of a format that has no operators are explained by their columns", () => {
  const line =
    '2024-07-26T17:18:00.953004Z\tinfo\taccess\tconnection complete\tsrc.addr=10.0.0.9:1 bytes_sent=5 duration="1ms"';
  const explanation = explain(line, formats);
  expect(explanation.is === "record" && explanation.fields.find(({ column }) => column === "bytes_sent")).toMatchObject(
    {
      operator: "%BYTES_SENT%",
      value: "5",
      unit: "bytes",
    },
  );
});

describe("a line that is not read", () => {
  test("a field that does not fit is pointed at, with what the nearest formats expect there", () => {
    const line = `${head} via_upstream - "-" ${tail.replace("605 4", "605 soon")}`;
    const explanation = explain(line, formats);
    expect(explanation).toMatchObject({ is: "reject", reason: "FIELD_MISMATCH", at: line.indexOf("soon") });
    const { expected } = explanation.is === "reject" ? explanation : { expected: [] };
    expect(expected.map(({ format, operator, fields }) => [format, operator, fields])).toEqual([
      ["istio-text", "%DURATION%", 11],
      ["istio-text-traced", "%DURATION%", 11],
    ]);
  });

  test("a status that is none is pointed at, though a client could have written what follows", () => {
    const line = `${head} via_upstream - "-" ${tail}`.replace(" 503 ", " 5O3 ");
    const explanation = explain(line, formats);
    expect(explanation).toMatchObject({ at: line.indexOf("5O3") });
    const { expected } = explanation.is === "reject" ? explanation : { expected: [] };
    expect([...new Set(expected.map(({ operator }) => operator))]).toEqual(["%RESPONSE_CODE%"]);
  });

  test("a break behind a client's stray quote is pointed at, and not the quote", () => {
    const broken = tail.replace("curl/7.82", 'cu"rl').replace("outbound|8000||h 10.244.0.26:35086", "");
    const line = `${head} via_upstream - "-" ${broken}`;
    const { at } = { at: -1, ...explain(line, formats) };
    expect(at).toBeGreaterThan(line.indexOf('"httpbin'));
  });

  test("a line that is cut off is pointed at where the field begins that is cut", () => {
    const line = `${head} via_upstream - "-" ${tail.slice(0, tail.indexOf("b6c"))}`;
    expect(explain(line, formats)).toMatchObject({
      reason: "LINE_CUT",
      at: line.lastIndexOf('"') + 1,
      expected: [{ operator: "%REQ(X-REQUEST-ID)%" }, {}],
    });
  });

  test("of a line with more than one reading two are shown, as far as they differ", () => {
    const line = '[2022-04-01T03:23:12.736Z] "GET / HTTP/1.1" 200 - 0 5 1 1 "-" "a" "b" "c" "shop" "10.0.2.1:80"';
    const explanation = explain(line, formats);
    expect(explanation).toMatchObject({ reason: "MORE_THAN_ONE_READING", at: null });
    const [one, other] = explanation.is === "reject" ? explanation.readings : [];
    expect(one?.fields.map(({ name }) => name)).toEqual(other?.fields.map(({ name }) => name));
    expect(one?.fields).not.toEqual(other?.fields);
  });

  test("broken JSON is pointed at where it breaks", () => {
    const line = '{"start_time":"2022-04-01T03:23:12.736Z","response_code":503,"path":}';
    expect(explain(line, formats)).toMatchObject({ reason: "JSON_BROKEN", at: line.length - 1 });
  });

  test("what is no access log line is said to be none", () => {
    expect(explain("hello", formats)).toMatchObject({ is: "other" });
    expect(explain("", formats)).toEqual({ is: "other", about: "an empty line" });
  });
});

test("any text is explained", () => {
  const pieces = constantFrom('"', " ", head, tail, "{", "}", '"start_time":', "[2022-04-01T03:23:12.736Z]", "\t", ",");
  assert(
    property(array(oneof(pieces, string({ maxLength: 6 })), { maxLength: 12 }), (parts) => {
      expect(["record", "reject", "other"]).toContain(explain(parts.join(""), formats).is);
    }),
    { numRuns: 40 },
  );
});

test("each column has an operator of its own", () => {
  expect(Object.keys(columnOperators)).toEqual([...columns]);
  for (const column of columns) expect(fieldOfColumn(column)).toMatchObject({ column, rank: 0 });
});
