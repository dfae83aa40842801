import type { Format, JsonObject, ObjectReading } from "../format.ts";
import { ztunnelEntries } from "../ztunnel-connection.ts";

function read(value: JsonObject): ObjectReading {
  const { time, scope, ...keys } = value;
  if (scope !== "access" || typeof time !== "string" || keys["src.addr"] === undefined) return null;
  return { entries: ztunnelEntries(time, keys) };
}

export default {
  name: "ztunnel-json",
  about: "ztunnel's JSON line (LOG_FORMAT=json): one TCP connection, never a request; its time is the connection's end",
  source: "https://github.com/istio/istio/issues/53942",
  shape: { object: read, keys: ["src.addr", "dst.addr", "src.identity", "dst.hbone_addr"] },
  samples: [
    {
      line: '{"level":"info","time":"2024-11-16T10:33:01.410751Z","scope":"access","message":"connection complete","src.addr":"10.28.2.19:58000","src.workload":"bookinfo-gateway-istio-64fc6d75d6-s442s","src.namespace":"default","dst.addr":"10.28.2.18:15008","dst.hbone_addr":"10.28.2.18:9080","direction":"inbound","bytes_sent":9603,"bytes_recv":2052,"duration":"2110ms"}',
      record: {
        start_time: "2024-11-16T10:33:01.410751Z",
        bytes_sent: 9603,
        bytes_received: 2052,
        duration_ms: 2110,
        upstream_host: "10.28.2.18:9080",
        "dst.addr": "10.28.2.18:15008",
        direction: "inbound",
      },
    },
  ],
} satisfies Format;
