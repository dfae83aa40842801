import type { Format } from "../format.ts";

export default {
  name: "istio-text-1.1",
  about: "Istio's text line of 1.1",
  source: "https://github.com/istio/istio/blob/1.1.17/pilot/pkg/networking/core/v1alpha3/listener.go",
  shape: {
    text: '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% "%DYNAMIC_METADATA(istio.mixer:status)%" %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME%',
  },
  samples: [
    {
      line: '[2019-05-25T08:06:11.468Z] "GET /hello HTTP/1.1" 200 - "-" 0 60 177 176 "-" "curl/7.60.0" "58cfb92b-b217-4602-af67-7de8f63543d8" "helloworld.sample:5000" "192.168.1.246:15443" outbound|5000||helloworld.sample.svc.cluster.local - 10.107.117.235:5000 10.32.0.10:36840 -',
      record: {
        path: "/hello",
        bytes_sent: 60,
        duration_ms: 177,
        upstream_transport_failure_reason: null,
        upstream_cluster: "outbound|5000||helloworld.sample.svc.cluster.local",
        requested_server_name: null,
        route_name: null,
      },
    },
    {
      line: '[2019-05-25T08:06:11.468Z] "- - -" 0 UF,URX "PERMISSION_DENIED: denied" 0 0 10 - "-" "-" "-" "-" "-" - - 10.107.117.235:5000 10.32.0.10:36840 outbound_.5000_._.helloworld',
      record: {
        response_code: 0,
        method: null,
        requested_server_name: "outbound_.5000_._.helloworld",
        "%DYNAMIC_METADATA(istio.mixer:status)%": "PERMISSION_DENIED: denied",
      },
    },
  ],
} satisfies Format;
