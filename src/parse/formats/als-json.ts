import { alsEntries } from "../als-entry.ts";
import type { Format, JsonObject, ObjectReading } from "../format.ts";
import { isObject, listAt, objectAt } from "../json-path.ts";

/** One entry, alone or as the only one of a message of the service. */
function read(value: JsonObject): ObjectReading {
  if (objectAt(value, "commonProperties") !== null) return { entries: alsEntries(value) };
  const [entry, more] = [...listAt(value, "httpLogs", "logEntry"), ...listAt(value, "tcpLogs", "logEntry")];
  if (!isObject(entry) || objectAt(entry, "commonProperties") === null) return null;
  // A message of many entries is many lines: what would take it apart comes before this.
  return more === undefined ? { entries: alsEntries(entry) } : "broken";
}

export default {
  name: "als-json",
  about: "an entry of Envoy's gRPC access log service (HTTPAccessLogEntry, TCPAccessLogEntry) in proto JSON",
  source: "https://github.com/envoyproxy/envoy/blob/v1.37.0/api/envoy/data/accesslog/v3/accesslog.proto",
  shape: {
    object: read,
    keys: [
      "commonProperties",
      "common_properties",
      "httpLogs",
      "http_logs",
      "tcpLogs",
      "tcp_logs",
      "protocolVersion",
      "protocol_version",
    ],
  },
  samples: [
    {
      line: '{"commonProperties":{"downstreamRemoteAddress":{"socketAddress":{"address":"10.0.0.9","portValue":43900}},"downstreamLocalAddress":{"socketAddress":{"address":"2001:db8::1","portValue":8443}},"startTime":"2026-11-20T09:16:10.001234567Z","timeToLastDownstreamTxByte":"0.436999s","upstreamRemoteAddress":{"socketAddress":{"address":"10.1.2.3","portValue":8080}},"upstreamCluster":"outbound|80||accounts.prod.svc.cluster.local","responseFlags":{"upstreamRequestTimeout":true,"upstreamRetryLimitExceeded":true},"routeName":"default","upstreamRequestAttemptCount":4,"accessLogType":"DownstreamEnd"},"protocolVersion":"HTTP11","request":{"requestMethod":"POST","authority":"accounts.prod","path":"/v2/accounts","originalPath":"/accounts","userAgent":"curl/8","requestId":"af3c10be-5d2f-4c1e-9a3b-0d4e5f6a7b8c","requestHeadersBytes":"312","requestBodyBytes":"412"},"response":{"responseCode":504,"responseBodyBytes":"19","responseCodeDetails":"upstream_per_try_timeout"}}',
      record: {
        start_time: "2026-11-20T09:16:10.001234Z",
        method: "POST",
        path: "/accounts",
        protocol: "HTTP/1.1",
        response_code: 504,
        response_flags: ["UT", "URX"],
        bytes_received: 412,
        bytes_sent: 19,
        duration_ms: 436,
        upstream_service_time_ms: null,
        upstream_host: "10.1.2.3:8080",
        downstream_local_address: "[2001:db8::1]:8443",
        attempt_count: 4,
        access_log_type: "DownstreamEnd",
      },
    },
    {
      line: '{"common_properties":{"start_time":"2026-11-20T09:16:10Z","duration":"12s","response_flags":{"downstream_connection_termination":true},"unknown_property":{"a":1}},"protocol_version":"HTTP2","request":{"request_method":"GET","path":"/"},"response":{}}',
      record: {
        start_time: "2026-11-20T09:16:10.000Z",
        method: "GET",
        protocol: "HTTP/2",
        response_code: 0,
        response_flags: ["DC"],
        bytes_sent: 0,
        duration_ms: 12000,
        upstream_host: null,
        attempt_count: 0,
      },
    },
    {
      line: '{"commonProperties":{"startTime":"2026-11-20T09:16:10.5Z","upstreamRemoteAddress":{"socketAddress":{"address":"10.1.2.3","portValue":5432}}},"connectionProperties":{"receivedBytes":"260","sentBytes":"441"}}',
      record: {
        start_time: "2026-11-20T09:16:10.500Z",
        method: null,
        protocol: null,
        response_code: 0,
        response_flags: [],
        bytes_received: 260,
        bytes_sent: 441,
        attempt_count: null,
      },
    },
  ],
} satisfies Format;
