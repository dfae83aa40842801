import type { Format } from "../format.ts";

export default {
  name: "emissary-text",
  about: "Emissary's text line: Envoy's default behind the word ACCESS",
  source: "https://github.com/emissary-ingress/emissary/blob/v3.9.1/python/ambassador/envoy/v3/v3listener.py",
  shape: {
    text: 'ACCESS [%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%"',
  },
  samples: [
    {
      line: 'ACCESS [2019-02-12T18:37:42.921Z] "GET /httpbin/ip HTTP/1.1" 200 - 0 43 217 216 "172.17.0.5" "curl/7.59.0" "c62ec130-6dee-4f3b-a52b-4f0d1312d89d" "httpbin.org" "52.87.35.92:80"',
      record: {
        start_time: "2019-02-12T18:37:42.921Z",
        path: "/httpbin/ip",
        duration_ms: 217,
        upstream_service_time_ms: 216,
        authority: "httpbin.org",
        upstream_host: "52.87.35.92:80",
      },
    },
  ],
} satisfies Format;
