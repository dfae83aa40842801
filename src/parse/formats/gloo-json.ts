import type { Format } from "../format.ts";

export default {
  name: "gloo-json",
  about: "the JSON line of Gloo's guide: four keys, no time, no status",
  source: "https://github.com/solo-io/gloo/blob/v1.17.0/docs/content/guides/security/access_logging/_index.md",
  shape: {
    needs: ["protocol", "duration", "upstreamCluster", "upstreamHost"],
    json: {
      protocol: "%PROTOCOL%",
      duration: "%DURATION%",
      upstreamCluster: "%UPSTREAM_CLUSTER%",
      upstreamHost: "%UPSTREAM_HOST%",
    },
  },
  samples: [
    {
      line: '{"protocol":"HTTP/1.1","upstreamHost":"10.52.0.54:8080","duration":"4","upstreamCluster":"default-petstore-8080_gloo-system"}',
      record: {
        protocol: "HTTP/1.1",
        duration_ms: 4,
        upstream_host: "10.52.0.54:8080",
        upstream_cluster: "default-petstore-8080_gloo-system",
        start_time: null,
        response_code: null,
      },
    },
  ],
} satisfies Format;
