import type { Format } from "../format.ts";

export default {
  name: "istio-text-no-mixer",
  about: "Istio's text line of 1.1 before the mixer's status came in",
  source: "https://github.com/istio/istio/blob/1.1.0-snapshot.6/pilot/pkg/networking/core/v1alpha3/listener.go",
  shape: {
    text: '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME%',
  },
  samples: [
    {
      line: '[2019-01-24T12:17:11.640Z] "GET /headers HTTP/1.1" 200 - 0 599 214 214 "-" "curl/7.60.0" "17fde8f7-fa62-9b39-8999-302324e6def2" "httpbin.org" "35.173.6.94:80" outbound|80||httpbin.org - 35.173.6.94:80 172.30.109.82:55314 -',
      record: {
        path: "/headers",
        protocol: "HTTP/1.1",
        duration_ms: 214,
        upstream_cluster: "outbound|80||httpbin.org",
        requested_server_name: null,
      },
    },
  ],
} satisfies Format;
