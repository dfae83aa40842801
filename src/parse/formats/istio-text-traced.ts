import type { Format } from "../format.ts";

export default {
  name: "istio-text-traced",
  about: "Istio's text line of 1.9 and later with the trace behind it, a common custom format",
  source: "https://github.com/istio/istio/blob/1.24.0/pilot/pkg/model/telemetry_logging.go",
  shape: {
    text: '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER_RAW% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME% %ROUTE_NAME% traceID=%TRACE_ID% traceSampled=%TRACE_SAMPLED%',
  },
  samples: [
    {
      line: '[2022-04-01T03:23:12.736Z] "GET /get HTTP/1.1" 200 - via_upstream - "-" 0 605 4 3 "-" "curl/7.82.0-DEV" "200efb6c-82be-4760-8ab6-7b6af588d4fb" "httpbin:8000" "10.244.0.31:80" outbound|8000||httpbin.default.svc.cluster.local 10.244.0.26:35086 10.96.71.143:8000 10.244.0.26:41616 - default traceID=7654f5f829bed4690de1f31281c4854b traceSampled=1',
      record: {
        route_name: "default",
        "%TRACE_ID%": "7654f5f829bed4690de1f31281c4854b",
        "%TRACE_SAMPLED%": "1",
      },
    },
  ],
} satisfies Format;
