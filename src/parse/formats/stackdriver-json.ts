import type { Format, JsonObject, ObjectReading } from "../format.ts";
import { textAt } from "../json-path.ts";
import { stackdriverEntries } from "../stackdriver-entry.ts";

/** The logs of the filter; an audit entry has fewer labels. In a log's name the slash is written `%2F`. */
const logName = /(?:^|\/|%2F)(?:server|client)-(?:accesslog-stackdriver|istio-audit-log)$/;

function read(value: JsonObject): ObjectReading {
  return logName.test(textAt(value, "logName") ?? "") ? { entries: stackdriverEntries(value) } : null;
}

export default {
  name: "stackdriver-json",
  about: "an entry that Istio's Stackdriver filter (up to 1.22) and Anthos Service Mesh wrote to Cloud Logging",
  source: "https://github.com/istio/proxy/blob/release-1.22/extensions/stackdriver/log/logger.cc",
  shape: { object: read, keys: ["logName", "log_name", "httpRequest", "requestMethod", "requestUrl", "insertId"] },
  samples: [
    {
      line: '{"httpRequest":{"latency":"0.031999s","protocol":"http","remoteIp":"10.4.0.9","requestMethod":"POST","requestSize":"1403","requestUrl":"http://accounts.prod/accounts?a=1","responseSize":"220","serverIp":"10.4.1.7","status":503,"userAgent":"curl/8"},"insertId":"abc","labels":{"response_flag":"URX,UF","route_name":"default","upstream_cluster":"outbound|80||accounts.prod.svc.cluster.local","upstream_host":"10.4.1.7:8080","request_id":"af3c10be-5d2f-4c1e-9a3b-0d4e5f6a7b8c","destination_workload":"accounts"},"logName":"projects/p/logs/client-accesslog-stackdriver","resource":{"type":"k8s_pod"},"severity":"ERROR","timestamp":"2026-11-20T09:16:10.001234Z"}',
      record: {
        start_time: "2026-11-20T09:16:10.001234Z",
        method: "POST",
        path: "/accounts?a=1",
        authority: "accounts.prod",
        response_code: 503,
        response_flags: ["URX", "UF"],
        bytes_received: 1403,
        bytes_sent: 220,
        duration_ms: 31,
        upstream_cluster: "outbound|80||accounts.prod.svc.cluster.local",
        request_id: "af3c10be-5d2f-4c1e-9a3b-0d4e5f6a7b8c",
        destination_workload: "accounts",
        log_name: "projects/p/logs/client-accesslog-stackdriver",
      },
    },
    {
      line: '{"labels":{"source_ip":"10.4.0.9","source_port":"43900","destination_ip":"10.4.1.7","destination_port":"5432","total_sent_bytes":"441","total_received_bytes":"260","connection_state":"CLOSE","response_flag":"-"},"logName":"projects/p/logs/server-accesslog-stackdriver","textPayload":"web --> postgres","timestamp":"2026-11-20T09:16:10Z"}',
      record: {
        start_time: "2026-11-20T09:16:10.000Z",
        method: null,
        response_code: 0,
        response_flags: [],
        bytes_sent: 441,
        bytes_received: 260,
        downstream_remote_address: "10.4.0.9:43900",
        connection_state: "CLOSE",
      },
    },
  ],
} satisfies Format;
