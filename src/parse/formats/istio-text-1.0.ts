import type { Format } from "../format.ts";

export default {
  name: "istio-text-1.0",
  about: "Istio's text line of 1.0.3 to 1.0.9, which lacks the blank before the protocol",
  source: "https://github.com/istio/istio/blob/1.0.9/pilot/pkg/networking/core/v1alpha3/listener.go",
  shape: {
    text: '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%%PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS%',
  },
  // Its path may end in what other formats have behind a blank.
  hasRival: true,
  samples: [
    {
      line: '[2019-01-24T12:17:11.640Z] "GET /headersHTTP/1.1" 200 - 0 599 214 214 "-" "curl/7.60.0" "17fde8f7-fa62-9b39-8999-302324e6def2" "httpbin.org" "35.173.6.94:80" outbound|80||httpbin.org - 35.173.6.94:80 172.30.109.82:55314',
      record: {
        method: "GET",
        path: "/headers",
        protocol: "HTTP/1.1",
        response_code: 200,
        bytes_sent: 599,
        upstream_cluster: "outbound|80||httpbin.org",
        upstream_local_address: null,
        downstream_local_address: "35.173.6.94:80",
        downstream_remote_address: "172.30.109.82:55314",
      },
    },
    {
      line: '[2019-01-24T12:17:11.640Z] "- -HTTP/1.1" 400 DPE 0 11 46 - "-" "-" "-" "-" "-" - - 10.124.2.10:8080 10.128.0.60:51643',
      record: {
        method: null,
        path: null,
        protocol: "HTTP/1.1",
        response_code: 400,
        response_flags: ["DPE"],
      },
    },
  ],
} satisfies Format;
