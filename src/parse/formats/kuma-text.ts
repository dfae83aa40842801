import type { Format } from "../format.ts";

export default {
  name: "kuma-text",
  about: "Kuma's text line for HTTP",
  source: "https://github.com/kumahq/kuma/blob/2.9.0/pkg/plugins/policies/meshaccesslog/plugin/xds/configurer.go",
  shape: {
    text: '[%START_TIME%] %KUMA_MESH% "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-B3-TRACEID?X-DATADOG-TRACEID)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%KUMA_SOURCE_SERVICE%" "%KUMA_DESTINATION_SERVICE%" "%KUMA_SOURCE_ADDRESS_WITHOUT_PORT%" "%UPSTREAM_HOST%"',
  },
  samples: [
    {
      line: '[2024-03-01T10:00:00.123Z] default "GET /items HTTP/1.1" 200 - 0 13 7 6 "-" "curl/8.0" "-" "7b2e9a6e-0c7e-4e0c-8a0d-4a5a1a3f2a11" "backend:3001" "frontend_kuma-demo_svc_8080" "backend_kuma-demo_svc_3001" "10.42.0.9" "10.42.0.12:3001"',
      record: {
        method: "GET",
        duration_ms: 7,
        request_id: "7b2e9a6e-0c7e-4e0c-8a0d-4a5a1a3f2a11",
        authority: "backend:3001",
        upstream_host: "10.42.0.12:3001",
        "%KUMA_MESH%": "default",
        "%KUMA_DESTINATION_SERVICE%": "backend_kuma-demo_svc_3001",
      },
    },
  ],
} satisfies Format;
