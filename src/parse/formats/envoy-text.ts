import type { Format } from "../format.ts";

export default {
  name: "envoy-text",
  about: "Envoy's default text line; also Contour, Istio 1.0.0 to 1.0.2, Envoy Gateway 0.5 and Gloo without a format",
  source: "https://github.com/envoyproxy/envoy/blob/v1.37.0/source/common/formatter/http_formatter_context.cc",
  shape: {
    text: '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%"',
  },
  samples: [
    {
      line: '[2020-08-13T22:58:44.671Z] "GET /service/red HTTP/2" 503 FI 0 18 0 - "-" "curl/7.54.0" "0e89d112-3e53-4c23-8360-83d8debc8b14" "localhost:8000" "-"',
      record: {
        start_time: "2020-08-13T22:58:44.671Z",
        method: "GET",
        path: "/service/red",
        protocol: "HTTP/2",
        response_code: 503,
        response_flags: ["FI"],
        bytes_received: 0,
        bytes_sent: 18,
        duration_ms: 0,
        upstream_service_time_ms: null,
        x_forwarded_for: null,
        user_agent: "curl/7.54.0",
        request_id: "0e89d112-3e53-4c23-8360-83d8debc8b14",
        authority: "localhost:8000",
        upstream_host: null,
        response_code_details: null,
      },
    },
    {
      line: '[2024-09-26T22:50:30.159Z] "POST /v1/chat/completions HTTP/1.1" 503 UF 98 173 3 - "-" "OpenAI "Python" 1.46.1" "30dee192-a123-46e0-8236-a45417eaf02d" "bolt:10000" "[2607:7700:0:33:0:1:ac42:f3]:443"',
      record: {
        user_agent: 'OpenAI "Python" 1.46.1',
        upstream_host: "[2607:7700:0:33:0:1:ac42:f3]:443",
        response_flags: ["UF"],
      },
    },
    {
      line: '[2026-11-20T09:16:10.001Z] "GET / HTTP/1.1" 200 - 0 5 1 1 "192.0.2.1, 10.0.0.7" "" "-" "shop" "tcp://10.0.2.1:80"',
      record: {
        x_forwarded_for: "192.0.2.1, 10.0.0.7",
        user_agent: null,
        request_id: null,
        upstream_host: "tcp://10.0.2.1:80",
      },
    },
    {
      // With omit_empty_values.
      line: '[2026-11-20T09:16:10.001Z] "GET / HTTP/1.1" 503 UH 0 19 0  "" "a "b" c" "id" "shop" ""',
      record: {
        response_flags: ["UH"],
        duration_ms: 0,
        upstream_service_time_ms: null,
        x_forwarded_for: null,
        user_agent: 'a "b" c',
        authority: "shop",
        upstream_host: null,
      },
    },
  ],
} satisfies Format;
