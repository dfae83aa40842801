import type { Format } from "../format.ts";

export default {
  name: "istio-text-attempts",
  about:
    "Istio's text line of 1.9 and later with the attempts and the gRPC status behind its time, as `retryscope doctor` prints it",
  source: "https://www.envoyproxy.io/docs/envoy/v1.37.0/configuration/observability/access_log/usage",
  shape: {
    text: '[%START_TIME%] attempts=%UPSTREAM_REQUEST_ATTEMPT_COUNT% ordinal=%REQ(X-ENVOY-ATTEMPT-COUNT)% grpc=%GRPC_STATUS_NUMBER% "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER_RAW% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME% %ROUTE_NAME%',
  },
  samples: [
    {
      line: '[2022-04-01T03:23:12.738Z] attempts=1 ordinal=2 grpc=- "GET /get HTTP/1.1" 200 - via_upstream - "-" 0 605 2 2 "-" "curl/7.82.0-DEV" "200efb6c-82be-4760-8ab6-7b6af588d4fb" "httpbin:8000" "10.244.0.31:80" inbound|80|| 127.0.0.6:52027 10.244.0.31:80 10.244.0.26:35086 outbound_.8000_._.httpbin.default.svc.cluster.local default',
      record: { route_name: "default", attempt_count: 1, attempt_ordinal: 2, grpc_status: null },
    },
    {
      line: '[2022-04-01T03:23:12.736Z] attempts=3 ordinal=3 grpc=14 "POST /shop.Cart/Add HTTP/2" 200 - via_upstream - "-" 9 0 4 3 "-" "grpc-go/1.60.0" "200efb6c-82be-4760-8ab6-7b6af588d4fb" "cart:8000" "10.244.0.31:80" outbound|8000||cart.default.svc.cluster.local 10.244.0.26:35086 10.96.71.143:8000 10.244.0.26:41616 - -',
      record: { route_name: null, attempt_count: 3, attempt_ordinal: 3, grpc_status: 14 },
    },
  ],
} satisfies Format;
