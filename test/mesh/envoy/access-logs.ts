import { join } from "node:path";
import { typed, type JsonObject } from "../json.ts";

/** Istio's default text line, 1.23 and later. Source: istio/istio `pilot/pkg/model/telemetry_logging.go`. */
const istioText =
  '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% ' +
  '%RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" ' +
  '%BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" ' +
  '"%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER_RAW% %UPSTREAM_LOCAL_ADDRESS% ' +
  "%DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME% %ROUTE_NAME%\n";

/** Istio's default JSON keys, the same source. */
const istioJson: JsonObject = {
  start_time: "%START_TIME%",
  route_name: "%ROUTE_NAME%",
  method: "%REQ(:METHOD)%",
  path: "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
  protocol: "%PROTOCOL%",
  response_code: "%RESPONSE_CODE%",
  response_flags: "%RESPONSE_FLAGS%",
  response_code_details: "%RESPONSE_CODE_DETAILS%",
  connection_termination_details: "%CONNECTION_TERMINATION_DETAILS%",
  bytes_received: "%BYTES_RECEIVED%",
  bytes_sent: "%BYTES_SENT%",
  duration: "%DURATION%",
  upstream_service_time: "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%",
  x_forwarded_for: "%REQ(X-FORWARDED-FOR)%",
  user_agent: "%REQ(USER-AGENT)%",
  request_id: "%REQ(X-REQUEST-ID)%",
  authority: "%REQ(:AUTHORITY)%",
  upstream_host: "%UPSTREAM_HOST%",
  upstream_cluster: "%UPSTREAM_CLUSTER_RAW%",
  upstream_local_address: "%UPSTREAM_LOCAL_ADDRESS%",
  downstream_local_address: "%DOWNSTREAM_LOCAL_ADDRESS%",
  downstream_remote_address: "%DOWNSTREAM_REMOTE_ADDRESS%",
  requested_server_name: "%REQUESTED_SERVER_NAME%",
  upstream_transport_failure_reason: "%UPSTREAM_TRANSPORT_FAILURE_REASON%",
};

/** The keys a person adds who wants to see retries. */
const attemptsJson: JsonObject = {
  ...istioJson,
  attempt_count: "%UPSTREAM_REQUEST_ATTEMPT_COUNT%",
  attempt_ordinal: "%REQ(X-ENVOY-ATTEMPT-COUNT)%",
  grpc_status: "%GRPC_STATUS_NUMBER%",
};

/** Which of the laboratory's requests a line is about. No format above prints these headers: this file is for the comparer alone. */
const labKey: JsonObject = {
  start_time: "%START_TIME%",
  request_id: "%REQ(X-REQUEST-ID)%",
  logical: "%REQ(X-LAB-REQUEST)%",
  issue: "%REQ(X-LAB-ISSUE)%",
};

/** Envoy's default line. Source: envoyproxy/envoy `source/common/formatter/http_formatter_context.cc`. */
const envoyText =
  '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% ' +
  '%BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" ' +
  '"%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%"\n';

/** The folders, below the capture, that proxies write into. */
export const logFolders = [
  "logs/istio-text",
  "logs/istio-json",
  "logs/attempts-json",
  "logs/envoy-text",
  "logs/upstream-log",
  "logs/envoy-own",
  "lab-keys",
] as const;

/**
 * The access loggers of a proxy: the same requests in every format at once, a file each.
 *
 * Shape: with one worker thread, line n of each file is about the same request.
 */
export function requestLogs(captureDir: string, proxy: string): readonly JsonObject[] {
  const file = (folder: string): string => join(captureDir, folder, `${proxy}.log`);
  return [
    fileLogger(file("logs/istio-text"), textFormat(istioText)),
    fileLogger(file("logs/istio-json"), { json_format: istioJson }),
    fileLogger(file("logs/attempts-json"), { json_format: attemptsJson }),
    fileLogger(file("logs/envoy-text"), textFormat(envoyText)),
    fileLogger(file("lab-keys"), { json_format: labKey }),
  ];
}

/** The router's own log: one line per send instead of one per request. */
export function sendLogs(captureDir: string, proxy: string): readonly JsonObject[] {
  return [
    fileLogger(join(captureDir, "logs/upstream-log", `${proxy}.log`), {
      json_format: { ...attemptsJson, access_log_type: "%ACCESS_LOG_TYPE%" },
    }),
  ];
}

function textFormat(line: string): JsonObject {
  return { text_format_source: { inline_string: line } };
}

function fileLogger(path: string, format: JsonObject): JsonObject {
  return {
    name: "envoy.access_loggers.file",
    typed_config: typed("envoy.extensions.access_loggers.file.v3.FileAccessLog", { path, log_format: format }),
  };
}
