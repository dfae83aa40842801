import type { Format } from "../format.ts";

export default {
  name: "istio-text",
  about: "Istio's text line of 1.9 and later; also waypoints, and sinks of OpenTelemetry",
  source: "https://github.com/istio/istio/blob/1.24.0/pilot/pkg/model/telemetry_logging.go",
  shape: {
    text: '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER_RAW% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME% %ROUTE_NAME%',
  },
  samples: [
    {
      line: '[2022-04-01T03:23:12.736Z] "GET /get HTTP/1.1" 200 - via_upstream - "-" 0 605 4 3 "-" "curl/7.82.0-DEV" "200efb6c-82be-4760-8ab6-7b6af588d4fb" "httpbin:8000" "10.244.0.31:80" outbound|8000||httpbin.default.svc.cluster.local 10.244.0.26:35086 10.96.71.143:8000 10.244.0.26:41616 - default',
      record: {
        start_time: "2022-04-01T03:23:12.736Z",
        method: "GET",
        response_code: 200,
        response_flags: [],
        response_code_details: "via_upstream",
        duration_ms: 4,
        upstream_service_time_ms: 3,
        route_name: "default",
      },
    },
    {
      line: '[2025-01-09T12:57:24.551Z] "GET /reviews/0 HTTP/1.1" 200 - via_upstream - "-" 0 442 5 5 "-" "Go-http-client/1.1" "9c1ea9ee-cb88-9434-8c40-9011dd817000" "reviews:9080" "envoy://connect_originate/10.217.0.82:9080" inbound-vip|9080|http|reviews.bookinfo.svc.cluster.local envoy://internal_client_address/ 10.217.5.70:9080 10.217.0.84:53560 - default',
      record: {
        upstream_host: "envoy://connect_originate/10.217.0.82:9080",
        upstream_local_address: "envoy://internal_client_address/",
      },
    },
    {
      line: '[2022-04-01T03:23:12.736Z] "- - HTTP/1.1" 400 DPE http1.codec_error - "-" 0 11 46 - "-" "-" "-" "-" "-" - - 10.124.2.10:8080 10.128.0.60:51643 - -',
      record: {
        method: null,
        path: null,
        protocol: "HTTP/1.1",
        response_code: 400,
        response_flags: ["DPE"],
        response_code_details: "http1.codec_error",
        upstream_cluster: null,
      },
    },
    {
      line: '[2023-05-15T10:37:08.842Z] "- - -" 0 - - - "-" 3 0 - - "-" "-" "-" "-" "10.244.0.70:9080" outbound|9080||productpage.default.svc.cluster.local 10.244.0.72:41238 10.96.219.213:9080 10.244.0.72:53492 - -',
      record: {
        method: null,
        protocol: null,
        response_code: 0,
        bytes_received: 3,
        duration_ms: null,
      },
    },
    {
      line: '[2022-04-01T03:23:12.736Z] "POST /a HTTP/1.1" 503 LR upstream_reset_before_response_started{local reset} delayed connect error: 111 "-" 1 2 3 - "-" "curl" "id" "a" "10.0.0.1:80" outbound|80||a - 10.0.0.2:80 10.0.0.3:1 - my route name',
      record: {
        response_code_details: "upstream_reset_before_response_started{local reset}",
        connection_termination_details: "delayed connect error: 111",
        route_name: "my route name",
      },
    },
    {
      // With omit_empty_values.
      line: '[2022-04-01T03:23:12.736Z] "POST /a HTTP/1.1" 404 NR route_not_found  "" 0 0 0  "" "curl" "id" "a" ""   10.0.0.2:80 10.0.0.3:1  ',
      record: {
        response_flags: ["NR"],
        connection_termination_details: null,
        upstream_transport_failure_reason: null,
        upstream_service_time_ms: null,
        x_forwarded_for: null,
        user_agent: "curl",
        upstream_host: null,
        upstream_cluster: null,
        upstream_local_address: null,
        downstream_local_address: "10.0.0.2:80",
        downstream_remote_address: "10.0.0.3:1",
        requested_server_name: null,
        route_name: null,
      },
    },
    {
      line: '[2023-05-15T10:37:08.842Z] "  " 0 -   "" 3 0   "" "" "" "" "10.244.0.70:9080" outbound|9080||productpage.default.svc.cluster.local 10.244.0.72:41238 10.96.219.213:9080 10.244.0.72:53492  ',
      record: {
        method: null,
        path: null,
        protocol: null,
        response_code: 0,
        response_flags: [],
        bytes_received: 3,
        duration_ms: null,
        upstream_host: "10.244.0.70:9080",
        downstream_remote_address: "10.244.0.72:53492",
        route_name: null,
      },
    },
  ],
} satisfies Format;
