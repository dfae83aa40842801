import { describe, expect, test } from "vitest";
import { readLine, readLines } from "./read-lines.ts";

const time = "2026-11-20T09:16:10.001Z";

/** Istio's text line with some parts replaced. */
function istio(parts: Readonly<Record<string, string>>): string {
  const value = (name: string, usual: string): string => parts[name] ?? usual;
  return (
    `[${time}] "${value("method", "GET")} ${value("path", "/a")} ${value("protocol", "HTTP/1.1")}" ${value("code", "200")} ` +
    `${value("flags", "-")} ${value("details", "via_upstream")} ${value("termination", "-")} "${value("failure", "-")}" ` +
    `${value("received", "0")} 605 ${value("duration", "4")} ${value("service", "3")} "${value("forwarded", "-")}" ` +
    `"${value("agent", "curl/8")}" "${value("id", "af3c10be")}" "${value("authority", "shop")}" "${value("host", "10.0.0.31:80")}" ` +
    `${value("cluster", "outbound|80||a.svc")} ${value("local", "10.0.0.26:35086")} 10.96.71.143:80 ` +
    `${value("remote", "10.0.0.26:41616")} ${value("sni", "-")} ${value("route", "default")}`
  );
}

describe("values that an Istio text line can hold", () => {
  test.each([
    ["a quote in the agent", { agent: 'Mozilla "x" y' }, { user_agent: 'Mozilla "x" y' }],
    ["a backslash and a tab in the agent", { agent: "a\\b\tc" }, { user_agent: "a\\b\tc" }],
    ["letters beyond ASCII", { agent: "Ünïcødé 日本", path: "/ä" }, { user_agent: "Ünïcødé 日本", path: "/ä" }],
    ["a list of addresses", { forwarded: "192.0.2.1, 10.0.0.7" }, { x_forwarded_for: "192.0.2.1, 10.0.0.7" }],
    ["empty headers", { agent: "", forwarded: "", id: "", authority: "" }, { user_agent: null, request_id: null }],
    ["a header that is a dash", { agent: "-" }, { user_agent: null }],
    ["IPv6 with a scope", { host: "[fe80::1%2]:80", local: "[2001:db8::1]:8080" }, { upstream_host: "[fe80::1%2]:80" }],
    [
      "a remote address taken from a header",
      { remote: "203.0.113.9:0" },
      { downstream_remote_address: "203.0.113.9:0" },
    ],
    [
      "an internal listener",
      { host: "envoy://connect_originate/10.0.0.3:80", local: "envoy://internal_client_address/" },
      { upstream_host: "envoy://connect_originate/10.0.0.3:80" },
    ],
    ["a scheme before the host", { host: "tcp://10.0.2.1:80" }, { upstream_host: "tcp://10.0.2.1:80" }],
    [
      "a server name that was sanitised",
      { sni: "invalid:outbound_.8080_._.a.svc" },
      { requested_server_name: "invalid:outbound_.8080_._.a.svc" },
    ],
    ["an alternative cluster name", { cluster: "outbound|80||a.svc;" }, { upstream_cluster: "outbound|80||a.svc;" }],
    ["flags in the old order", { flags: "UF,URX" }, { response_flags: ["UF", "URX"] }],
    [
      "flags in the new order and one that is not known",
      { flags: "URX,UF,MYFLAG2" },
      { response_flags: ["URX", "UF", "MYFLAG2"] },
    ],
    [
      "no response",
      { code: "0", flags: "DC", details: "downstream_remote_disconnect", service: "-" },
      { response_code: 0, upstream_service_time_ms: null },
    ],
    ["a duration that is absent", { duration: "-" }, { duration_ms: null }],
    [
      "a request that could not be read",
      { method: "-", path: "-", code: "400", flags: "DPE", details: "http1.codec_error" },
      { method: null, path: null, protocol: "HTTP/1.1" },
    ],
    [
      "a TCP connection",
      { method: "-", path: "-", protocol: "-", code: "0", details: "-" },
      { method: null, protocol: null, response_code: 0 },
    ],
    [
      "a request that could not be read, where empty values are omitted",
      { method: "", path: "", code: "400", flags: "DPE", details: "http1.codec_error", host: "", route: "" },
      {
        method: null,
        path: null,
        protocol: "HTTP/1.1",
        response_flags: ["DPE"],
        upstream_host: null,
        route_name: null,
      },
    ],
    ["CONNECT", { method: "CONNECT", path: "-", protocol: "HTTP/2" }, { method: "CONNECT", path: null }],
    ["HTTP/3 and HTTP/1.0", { protocol: "HTTP/3" }, { protocol: "HTTP/3" }],
    [
      "policies in the details",
      { details: "rbac_access_denied_matched_policy[ns[a]-policy[b]-rule[0]]" },
      { response_code_details: "rbac_access_denied_matched_policy[ns[a]-policy[b]-rule[0]]" },
    ],
    [
      "blanks in the braces",
      { details: "upstream_reset_before_response_started{local reset}" },
      { response_code_details: "upstream_reset_before_response_started{local reset}" },
    ],
    [
      "a bar inside the transport's text",
      { details: "a{b|TLS_error:|268435703:SSL:TLS_error_end}" },
      { response_code_details: "a{b|TLS_error:|268435703:SSL:TLS_error_end}" },
    ],
    [
      "blanks in the termination details",
      { termination: "rbac access denied" },
      { connection_termination_details: "rbac access denied" },
    ],
    [
      "blanks in the failure",
      { failure: "TLS error: Secret is not supplied by SDS" },
      { upstream_transport_failure_reason: "TLS error: Secret is not supplied by SDS" },
    ],
    ["blanks in the route's name", { route: "my own route" }, { route_name: "my own route" }],
    ["blanks around the line", { route: "default  " }, { route_name: "default" }],
    ["a quote in the path", { path: '/a?q="x"' }, { path: '/a?q="x"' }],
    ["blanks in the path", { path: "/a b c" }, { path: "/a b c" }],
    ["a service time that is none", { service: "3.5" }, { upstream_service_time_ms: null }],
    ["a number of many digits", { received: "9007199254740991" }, { bytes_received: 9007199254740991 }],
  ] as const)("%s", async (_, parts, record) => {
    expect(await readLine(istio(parts))).toMatchObject({ is: "record", format: "istio-text", record });
  });
});

describe("lines that are no rows", () => {
  test.each([
    ["a sequence of quotes and blanks in the agent", istio({ agent: 'a" "b' }), "MORE_THAN_ONE_READING"],
    ["a day that its month has not", istio({}).replace("11-20", "02-30"), "FIELD_MISMATCH"],
    ["a status of four digits", istio({ code: "2000" }), "FIELD_MISMATCH"],
    ["more digits than a number can have", istio({ received: "9".repeat(19) }), "FIELD_MISMATCH"],
    ["a line cut in its time", istio({}).slice(0, 15), "LINE_CUT"],
    ["a line cut behind its time", istio({}).slice(0, 27), "LINE_CUT"],
    ["a line cut in a number", istio({}).slice(0, 75), "LINE_CUT"],
    ["a line cut in the agent", istio({}).slice(0, istio({}).indexOf("url/8")), "LINE_CUT"],
    ["a line that lost its first bracket", istio({}).slice(1), "FIELD_MISMATCH"],
    ["fields behind an absent route", istio({ route: "- -" }), "FIELD_MISMATCH"],
    ["a format of its own", `[${time}] "GET / HTTP/1.1" 200 somewhat="other"`, "FIELD_MISMATCH"],
    ["JSON that Envoy could not make", "Failed to convert protobuf message to JSON string: invalid", "JSON_BROKEN"],
    ["JSON that is cut", '{"start_time":"2026-11-20T09:16:10.001Z","response_code":200,"pa', "LINE_CUT"],
    ["JSON that is broken", '{"start_time":"2026-11-20T09:16:10.001Z","response_code":,"path":"/"}', "JSON_BROKEN"],
    [
      "JSON of great depth",
      `{"start_time":"a","response_code":200,"x":${"[".repeat(40)}${"]".repeat(40)}}`,
      "JSON_TOO_DEEP",
    ],
    [
      "JSON with a key twice",
      '{"start_time":"2026-11-20T09:16:10.001Z","response_code":200,"path":"/","path":"/b"}',
      "MORE_THAN_ONE_READING",
    ],
    [
      "a connection of ztunnel that is broken",
      "2024-07-26T17:18:00.953004Z\tinfo\taccess\tconnection complete\tsrc.addr=10.0.0.9:1 dst",
      "FIELD_MISMATCH",
    ],
  ])("%s", async (_, line, reason) => {
    expect(await readLine(line)).toEqual({ is: "reject", reason });
  });

  test.each([
    ["an empty line", ""],
    ["the agent", "2024-08-07T09:34:15.747426Z\tinfo\tEnvoy proxy is ready"],
    ["Envoy's own log", "[2024-08-07 09:34:15.747][12][warning][config] [source/a.cc:1] gRPC config stream closed"],
    [
      "Envoy's own log under Istio",
      "2024-08-07T09:34:15.747426Z\twarning\tenvoy config external/envoy/source/a.cc:1\tclosed\tthread=12",
    ],
    [
      "Envoy's own log in JSON",
      '{"level":"warning","time":"2024-08-07T09:34:15.747426Z","scope":"envoy config","msg":"closed"}',
    ],
    [
      "the agent in Stackdriver's form",
      '{"severity":"INFO","timestamp":"2024-08-07T09:34:15.747426Z","logger":"ads","message":"x"}',
    ],
    ["ztunnel's own log", "2024-08-07T09:34:15.747426Z\tinfo\tproxy::inbound\tlistener established"],
    ["headers of a debug log", "':authority', 'x'"],
    ["a log of an application", "2024-08-07T09:34:15.747426Z info [main] ready"],
    ["a time alone", "2024-08-07T09:34:15.747426Z"],
    ["klog", "I0822 10:00:00.000000       1 main.go:1] ready"],
    ["a list", "[1,2,3]"],
    ["words", "Defaulted container istio-proxy out of: istio-proxy, istio-init (init)"],
  ])("%s is another line", async (_, line) => {
    expect(await readLine(line)).toEqual({ is: "other" });
  });
});

describe("JSON of every generation", () => {
  const keys =
    '"authority":"shop","bytes_received":0,"method":"GET","path":"/a","protocol":"HTTP/1.1","request_id":"x","start_time":"2026-11-20T09:16:10.001Z","upstream_service_time":"3"';
  test.each([
    [
      "numbers with decimals",
      `{"response_code":503.0,"duration":200.0,"response_flags":"UF",${keys}}`,
      { response_code: 503, duration_ms: 200 },
    ],
    [
      "numbers as C++ prints them",
      `{"response_code":200,"duration":1e+05,"response_flags":"-",${keys}}`,
      { duration_ms: 100_000, response_flags: [] },
    ],
    [
      "numbers as texts",
      `{"response_code":"200","duration":"4","response_flags":"URX,UF",${keys}}`,
      { response_code: 200, duration_ms: 4, response_flags: ["URX", "UF"] },
    ],
    [
      "absent as dashes and as nulls",
      `{"response_code":"0","duration":"-","user_agent":null,"response_flags":"-",${keys}}`,
      { response_code: 0, duration_ms: null, user_agent: null },
    ],
    ["flags as a list", `{"response_code":0,"response_flags":["UF","URX"],${keys}}`, { response_flags: ["UF", "URX"] }],
    ["no flags as an empty text", `{"response_code":0,"response_flags":"",${keys}}`, { response_flags: [] }],
    ["escapes", `{"response_code":200,"user_agent":"a \\"b\\" \\u00e9 \\n c",${keys}}`, { user_agent: 'a "b" é ␊ c' }],
    [
      "blanks between",
      `{ "response_code": 200 , ${keys.replaceAll(",", " , ")} }`,
      { response_code: 200, authority: "shop" },
    ],
    [
      "Istio 1.1.0, which has the time in place of the method",
      `{"istio_policy_status":"-","response_code":"200",${keys.replace("GET", "2026-11-20T09:16:10.001Z")}}`,
      { path: "/a" },
    ],
  ])("%s", async (_, line, record) => {
    // The first line teaches the layout that the second is read by.
    const outcomes = await readLines([line, line]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ is: "record", format: "istio-json", record });
    expect(outcomes[0]).toEqual(outcomes[1]);
  });

  test("keys without a column are kept as they are, those that are absent left out", async () => {
    const line = `{"response_code":200,"a":1.50,"b":"x","c":null,"d":"-","e":{"f":[true]},${keys}}`;
    for (const outcome of await readLines([line, line]))
      expect(outcome).toMatchObject({ other: { a: 1.5, b: "x", e: { f: [true] } } });
  });

  test("a value that its column cannot hold is kept beside it", async () => {
    const line = `{"response_code":"many","duration":-1,"bytes_sent":"9999999999999999999",${keys}}`;
    expect(await readLine(line)).toMatchObject({
      record: { response_code: null, duration_ms: null, bytes_sent: null },
      other: { response_code: "many", duration: "-1", bytes_sent: "9999999999999999999" },
    });
  });
});

test("foreign lines stand between good ones, and the last one is cut", async () => {
  const lines = [
    istio({}),
    "2024-08-07T09:34:15.747426Z\tinfo\tx",
    '{"level":"info"}',
    istio({ agent: '"' }),
    "",
    istio({}).slice(0, 90),
  ];
  const outcomes = await readLines(lines);
  expect(outcomes.map(({ is }) => is)).toEqual(["record", "other", "other", "record", "other", "reject"]);
});

test("names of JavaScript's own are names like others", async () => {
  const line = `{"__proto__":{"x":1},"constructor":"a","toString":"b","response_code":200,"path":"/","start_time":"${time}","hasOwnProperty":null}`;
  expect(await readLine(line)).toMatchObject({ is: "record", other: { constructor: "a", toString: "b" } });
  const als =
    '{"commonProperties":{"startTime":"2026-11-20T09:16:10Z","constructor":1},"protocolVersion":"constructor","request":{"requestMethod":"toString"}}';
  expect(await readLine(als)).toMatchObject({ is: "record", record: { protocol: null } });
});
