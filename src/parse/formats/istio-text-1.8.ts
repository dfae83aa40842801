import type { Format } from "../format.ts";

export default {
  name: "istio-text-1.8",
  about: "Istio's text line of 1.8",
  source: "https://github.com/istio/istio/blob/1.8.6/pilot/pkg/networking/core/v1alpha3/accesslog.go",
  shape: {
    text: '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME% %ROUTE_NAME%',
  },
  samples: [
    {
      line: '[2020-10-29T21:51:57.945Z] "GET /status/418 HTTP/1.1" 418 - "-" 0 135 2 2 "-" "curl/7.69.1" "f65c68d3-619a-44c7-a9c1-44384b3055ba" "httpbin:8000" "127.0.0.1:80" inbound|8000|| 127.0.0.1:52328 10.244.0.14:80 10.244.0.13:43430 outbound_.8000_._.httpbin.default.svc.cluster.local default',
      record: {
        response_code: 418,
        bytes_sent: 135,
        upstream_transport_failure_reason: null,
        upstream_cluster: "inbound|8000||",
        requested_server_name: "outbound_.8000_._.httpbin.default.svc.cluster.local",
        route_name: "default",
      },
    },
  ],
} satisfies Format;
