import type { Format } from "../format.ts";

export default {
  name: "istio-text-untimed",
  about: "Istio's text line of 1.9 and later without its time, as people cut it",
  source: "https://github.com/istio/istio/blob/1.24.0/pilot/pkg/model/telemetry_logging.go",
  shape: {
    text: '"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER_RAW% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME% %ROUTE_NAME%',
  },
  samples: [
    {
      line: '"POST /api/tasks/create HTTP/1.1" 503 NC cluster_not_found - "-" 0 0 6 - "10.244.0.1" "PostmanRuntime/2.6.0" "f1ba2604-5719-9f79-a782-da1f39561de6" "localhost" "-" - - 10.244.1.40:8080 10.244.0.1:54921 - -',
      record: {
        start_time: null,
        method: "POST",
        response_code: 503,
        response_flags: ["NC"],
        duration_ms: 6,
        downstream_remote_address: "10.244.0.1:54921",
      },
    },
  ],
} satisfies Format;
