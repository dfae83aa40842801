import type { Format, JsonObject, JsonValue, ObjectReading } from "../format.ts";
import { isObject, listAt, textAt, valueAt } from "../json-path.ts";
import { plainObject, plainValue } from "../otlp-value.ts";
import { timeOf } from "../times.ts";

/** One log record, alone or as the only one of an export. */
function read(value: JsonObject): ObjectReading {
  const exported = listAt(value, "resourceLogs");
  if (exported.length === 0) return readRecord(value);
  const records = exported.flatMap((each) => listAt(each, "scopeLogs")).flatMap((each) => listAt(each, "logRecords"));
  const [record] = records;
  // An export of many records is many lines: what frames and unwraps it comes before this.
  return records.length === 1 && isObject(record) ? readRecord(record) : "broken";
}

/** Istio sends the text line as the body, Envoy Gateway the keys as attributes; so does whoever configured Envoy. */
function readRecord(record: JsonObject): ObjectReading {
  const time = textAt(record, "timeUnixNano") ?? textAt(record, "observedTimeUnixNano");
  const body = plainValue(valueAt(record, "body"));
  const attributes = plainObject(listAt(record, "attributes"));
  if (time === null || (body === null && Object.keys(attributes).length === 0)) return null;
  // The collector's envoyalsreceiver writes prototext, whose form changes from run to run on purpose.
  if (attributes["api_version"] === "v3" && attributes["log_type"] !== undefined) return "broken";
  if (typeof body === "string" && body.trim() !== "" && body !== "-") return { line: body };
  return {
    line: JSON.stringify({ ...startOf(time), ...(isObject(body) ? body : {}), ...attributes, ...traceOf(record) }),
  };
}

/** Envoy's time of a record is the start of the request. */
function startOf(time: string): { readonly [key: string]: JsonValue } {
  const start = timeOf(time);
  return start === null ? {} : { start_time: start };
}

function traceOf(record: JsonObject): { readonly [key: string]: JsonValue } {
  const trace = textAt(record, "traceId");
  return trace === null || trace === "" ? {} : { trace_id: trace };
}

export default {
  name: "otlp-json",
  about:
    "one OpenTelemetry log record in JSON: the text line as its body, or the keys of a JSON line as its attributes or body",
  source:
    "https://github.com/envoyproxy/envoy/blob/v1.37.0/source/extensions/access_loggers/open_telemetry/access_log_impl.cc",
  shape: {
    object: read,
    keys: [
      "timeUnixNano",
      "time_unix_nano",
      "observedTimeUnixNano",
      "observed_time_unix_nano",
      "resourceLogs",
      "resource_logs",
      "stringValue",
      "scopeLogs",
    ],
  },
  samples: [
    {
      line: '{"timeUnixNano":"1648783392736000000","body":{"stringValue":"[2022-04-01T03:23:12.736Z] \\"GET /get HTTP/1.1\\" 200 - via_upstream - \\"-\\" 0 605 4 3 \\"-\\" \\"curl/7.82.0-DEV\\" \\"200efb6c-82be-4760-8ab6-7b6af588d4fb\\" \\"httpbin:8000\\" \\"10.244.0.31:80\\" outbound|8000||httpbin.default.svc.cluster.local 10.244.0.26:35086 10.96.71.143:8000 10.244.0.26:41616 - default\\n"},"traceId":"","spanId":""}',
      carries: "istio-text",
      record: { start_time: "2022-04-01T03:23:12.736Z", path: "/get", duration_ms: 4, route_name: "default" },
    },
    {
      line: '{"timeUnixNano":"1795166170001000000","body":{"stringValue":"-"},"attributes":[{"key":"method","value":{"stringValue":"POST"}},{"key":"x-envoy-origin-path","value":{"stringValue":"/accounts"}},{"key":"response_code","value":{"stringValue":"503"}},{"key":"response_flags","value":{"stringValue":"UF"}},{"key":"duration","value":{"intValue":"12"}},{"key":"x-request-id","value":{"stringValue":"af3c10be"}},{"key":":authority","value":{"stringValue":"shop"}},{"key":"user-agent","value":{"stringValue":"-"}}],"traceId":"5b8efff798038103d269b633813fc60c"}',
      carries: "envoy-gateway-json",
      record: {
        start_time: "2026-11-20T09:16:10.001Z",
        method: "POST",
        path: "/accounts",
        response_code: 503,
        response_flags: ["UF"],
        duration_ms: 12,
        request_id: "af3c10be",
        user_agent: null,
        trace_id: "5b8efff798038103d269b633813fc60c",
      },
    },
  ],
} satisfies Format;
