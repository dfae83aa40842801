import type { Format } from "../format.ts";

export default {
  name: "istio-tcp-text-1.0",
  about: "Istio's text line of 1.0.3 to 1.0.9 for TCP",
  source: "https://github.com/istio/istio/blob/1.0.9/pilot/pkg/networking/core/v1alpha3/listener.go",
  shape: {
    text: '[%START_TIME%] %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS%',
  },
  samples: [
    {
      line: '[2019-01-24T12:17:11.640Z] UF,URX 0 0 1001 "10.1.1.24:6379" outbound|6379||redis.default.svc.cluster.local - 10.1.1.24:6379 10.1.1.25:45940',
      record: {
        start_time: "2019-01-24T12:17:11.640Z",
        method: null,
        response_code: null,
        response_flags: ["UF", "URX"],
        duration_ms: 1001,
        upstream_host: "10.1.1.24:6379",
        downstream_remote_address: "10.1.1.25:45940",
      },
    },
  ],
} satisfies Format;
