import type { Format } from "../format.ts";

export default {
  name: "kuma-tcp-text",
  about: "Kuma's text line for TCP",
  source: "https://github.com/kumahq/kuma/blob/2.9.0/pkg/plugins/policies/meshaccesslog/plugin/xds/configurer.go",
  shape: {
    text: "[%START_TIME%] %RESPONSE_FLAGS% %KUMA_MESH% %KUMA_SOURCE_ADDRESS_WITHOUT_PORT%(%KUMA_SOURCE_SERVICE%)->%UPSTREAM_HOST%(%KUMA_DESTINATION_SERVICE%) took %DURATION%ms, sent %BYTES_SENT% bytes, received: %BYTES_RECEIVED% bytes",
  },
  samples: [
    {
      line: "[2024-03-01T10:00:00.123Z] - default 10.42.0.9(frontend_kuma-demo_svc_8080)->10.42.0.12:5432(postgres_kuma-demo_svc_5432) took 1503ms, sent 441 bytes, received: 260 bytes",
      record: {
        start_time: "2024-03-01T10:00:00.123Z",
        response_flags: [],
        duration_ms: 1503,
        bytes_sent: 441,
        bytes_received: 260,
        upstream_host: "10.42.0.12:5432",
        "%KUMA_SOURCE_SERVICE%": "frontend_kuma-demo_svc_8080",
      },
    },
  ],
} satisfies Format;
