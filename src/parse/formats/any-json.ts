import type { Format, JsonFormat } from "../format.ts";

/** Under each operator the names that people give it in a json_format of their own, in snake case. */
const names: Readonly<Record<string, readonly string[]>> = {
  "%START_TIME%": ["start_time", "@timestamp", "timestamp", "time", "ts", "time_local", "request_time", "start"],
  "%REQ(:METHOD)%": ["method", "request_method", "http_method", "req_method", "request_command", "verb", ":method"],
  "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%": [
    "path",
    "uri",
    "request_path",
    "request_uri",
    "uri_path",
    "http_path",
    "original_path",
    "req_path",
    "x_envoy_origin_path",
    "x_envoy_original_path",
    ":path",
    "url",
  ],
  "%PROTOCOL%": ["protocol", "request_protocol", "http_protocol", "http_version", "server_protocol"],
  "%RESPONSE_CODE%": [
    "response_code",
    "status",
    "status_code",
    "code",
    "http_status",
    "response_status",
    "http_status_code",
  ],
  "%RESPONSE_FLAGS%": ["response_flags", "flags", "response_flag", "envoy_flags"],
  "%RESPONSE_FLAGS_LONG%": ["response_flags_long"],
  "%RESPONSE_CODE_DETAILS%": ["response_code_details", "code_details", "response_details"],
  "%CONNECTION_TERMINATION_DETAILS%": ["connection_termination_details"],
  "%UPSTREAM_TRANSPORT_FAILURE_REASON%": ["upstream_transport_failure_reason", "upstream_failure_reason"],
  "%BYTES_RECEIVED%": ["bytes_received", "bytes_in", "request_size", "request_bytes", "received_bytes"],
  "%BYTES_SENT%": ["bytes_sent", "bytes_out", "response_size", "response_bytes", "sent_bytes", "body_bytes_sent"],
  "%DURATION%": ["duration", "duration_ms", "total_duration", "latency", "latency_ms", "elapsed_ms"],
  "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%": [
    "upstream_service_time",
    "x_envoy_upstream_service_time",
    "upstream_response_time",
    "upstream_time",
  ],
  "%REQ(X-FORWARDED-FOR)%": ["x_forwarded_for", "forwarded_for", "xff"],
  "%REQ(USER-AGENT)%": ["user_agent", "http_user_agent", "agent", "ua"],
  "%REQ(X-REQUEST-ID)%": ["request_id", "x_request_id", "req_id", "http_x_request_id"],
  "%REQ(:AUTHORITY)%": ["authority", ":authority", "host", "server_name", "http_host", "request_host", "domain"],
  "%UPSTREAM_HOST%": ["upstream_host", "upstream_addr", "upstream_address"],
  "%UPSTREAM_REMOTE_ADDRESS%": ["upstream_remote_address"],
  "%UPSTREAM_CLUSTER_RAW%": ["upstream_cluster_raw"],
  "%UPSTREAM_CLUSTER%": ["upstream_cluster", "cluster", "cluster_name", "upstream"],
  "%UPSTREAM_LOCAL_ADDRESS%": ["upstream_local_address", "upstream_local"],
  "%DOWNSTREAM_LOCAL_ADDRESS%": ["downstream_local_address", "downstream_local"],
  "%DOWNSTREAM_REMOTE_ADDRESS%": ["downstream_remote_address", "downstream_remote", "remote_address", "remote_addr"],
  "%DOWNSTREAM_DIRECT_REMOTE_ADDRESS%": ["downstream_direct_remote_address", "peer_address"],
  "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%": ["client_address", "client_ip", "remote_ip", "source_ip", "peer_ip"],
  "%REQUESTED_SERVER_NAME%": ["requested_server_name", "sni"],
  "%ROUTE_NAME%": ["route_name", "route"],
  "%UPSTREAM_REQUEST_ATTEMPT_COUNT%": [
    "upstream_request_attempt_count",
    "attempt_count",
    "upstream_attempt_count",
    "attempts",
  ],
  "%REQ(X-ENVOY-ATTEMPT-COUNT)%": ["x_envoy_attempt_count", "attempt_ordinal", "envoy_attempt_count"],
  "%ACCESS_LOG_TYPE%": ["access_log_type", "log_type"],
  "%GRPC_STATUS_NUMBER%": ["grpc_status_number", "grpc_status_code"],
  "%GRPC_STATUS%": ["grpc_status"],
};

/** A name in snake case, and as others write it. */
function spellings(name: string): string[] {
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return [...new Set([name, name.replaceAll("_", "-"), name.replaceAll("_", "."), camel, name.toUpperCase()])];
}

const json: JsonFormat = Object.fromEntries(
  Object.entries(names).flatMap(([operator, each]) => each.flatMap(spellings).map((name) => [name, operator])),
);

export default {
  name: "any-json",
  about: "a JSON line of somebody's own json_format, by the names that people give its keys",
  source:
    "https://www.envoyproxy.io/docs/envoy/v1.37.0/configuration/observability/access_log/usage#format-dictionaries",
  shape: { json },
  isLastResort: true,
  samples: [
    {
      line: '{"timestamp":"2026-11-20T09:16:10.001Z","requestMethod":"POST","uri":"/accounts","status":503,"responseFlags":"URX,UF","latency":436,"x-request-id":"af3c10be-5d2f-4c1e-9a3b-0d4e5f6a7b8c","http_host":"accounts.prod","attempts":3,"team":"accounts"}',
      record: {
        start_time: "2026-11-20T09:16:10.001Z",
        method: "POST",
        path: "/accounts",
        response_code: 503,
        response_flags: ["URX", "UF"],
        duration_ms: 436,
        request_id: "af3c10be-5d2f-4c1e-9a3b-0d4e5f6a7b8c",
        authority: "accounts.prod",
        attempt_count: 3,
        team: "accounts",
      },
    },
    {
      line: '{"ts":1795166170.001,"method":"GET","path":"/","status_code":"200","time":"09:16"}',
      record: { start_time: "2026-11-20T09:16:10.001Z", response_code: 200, duration_ms: null, time: "09:16" },
    },
  ],
} satisfies Format;
