import type { DetectorInfo } from "../../src/report/detector-info.ts";

/** A detector as its page shows it. */
export const duplicatedPosts: DetectorInfo = {
  id: "duplicated-posts",
  title: "One POST, run by the application more than once",
  means:
    "At one hop, the application was handed a request that is not idempotent more than once, so the work was likely done twice. Whether it took effect twice, logs can hardly tell.",
  not_when: "The application removes duplicates by a key of its own.",
  do: "Give the route its own retry policy: connect-failure and refused-stream only.",
  needs: ["request_id", "upstream_host"],
  params: [
    {
      name: "window_ms",
      type: "INTEGER",
      unit: "ms",
      default: 60000,
      min: 1,
      about: "The longest time between the first and the last delivery.",
    },
    {
      name: "guard_codes",
      type: "INTEGER[]",
      default: [409, 412],
      about: "Codes that say that the work was done before.",
    },
  ],
  severity: [{ level: "critical", when: "confirmed > 0" }, { level: "warning" }],
  source: "https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter",
};
