import type { Format } from "../format.ts";

export default {
  name: "istio-text-1.2",
  about: "Istio's text line of 1.2",
  source: "https://github.com/istio/istio/blob/1.2.10/pilot/pkg/networking/core/v1alpha3/listener.go",
  shape: {
    text: '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% "%DYNAMIC_METADATA(istio.mixer:status)%" "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME%',
  },
  samples: [
    {
      line: '[2022-04-18T09:29:59.633Z] "GET /service_a/v2.1/get?ids=123456 HTTP/1.1" 503 UC "-" "-" 0 95 11 - "-" "-" "bc6f9ba3-d8dc-4955-a092-64617d9277c8" "srv-a.xyz" "127.0.0.1:8080" inbound|80|http|srv-a.xyz.svc.cluster.local - 100.64.121.11:8080 100.64.254.9:35174 -',
      record: {
        path: "/service_a/v2.1/get?ids=123456",
        response_flags: ["UC"],
        upstream_transport_failure_reason: null,
        bytes_sent: 95,
        upstream_cluster: "inbound|80|http|srv-a.xyz.svc.cluster.local",
      },
    },
  ],
} satisfies Format;
