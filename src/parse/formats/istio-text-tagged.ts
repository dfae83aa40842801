import type { Format } from "../format.ts";

export default {
  name: "istio-text-tagged",
  about:
    "Istio's text line of 1.2 behind a word in brackets, with the server name in quotes: a custom format that was passed around",
  source: "https://github.com/istio/istio/blob/1.2.10/pilot/pkg/networking/core/v1alpha3/listener.go",
  shape: {
    text: '[%ENVIRONMENT(TAG)%] [%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% "%DYNAMIC_METADATA(istio.mixer:status)%" "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% "%REQUESTED_SERVER_NAME%"',
  },
  samples: [
    {
      line: '[sidecar-proxy-access] [2020-01-05T13:54:48.486Z] "GET /api/sequence HTTP/1.1" 400 - "-" "-" 0 800 73 72 "-" "curl/7.64.0" "0c5e9634-37b6-46a9-8357-9550e02237e2" "sequence-server.samples:8080" "127.0.0.1:8080" inbound|8080|http|sequence-server.samples.svc.cluster.local - 10.244.2.9:8080 10.244.1.9:56824 "-"',
      record: {
        start_time: "2020-01-05T13:54:48.486Z",
        response_code: 400,
        requested_server_name: null,
        "%ENVIRONMENT(TAG)%": "sidecar-proxy-access",
      },
    },
  ],
} satisfies Format;
