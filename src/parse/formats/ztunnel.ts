import type { Entry } from "../entry.ts";
import type { Format } from "../format.ts";
import { ztunnelEntries } from "../ztunnel-connection.ts";

/** Time, level, target and message, in tabs or blanks; Kiali shows lines without them, behind the pod's name. */
const head =
  /^(?:(?<time>\d{4}-\d\d-\d\dT[\d:.]+Z)\s+(?<level>info|error|warn|debug|trace)\s+access:?\s+(?<message>connection [a-z ]+?)\s+|\[ztunnel-[^\]\s]*\]\s+)?(?=src\.addr=)/i;
const beginsLikeOne = /^\d{4}-\d\d-\d\dT[\d:.]+Z\s+(?:info|error|warn|debug|trace)\s+access:?\s+connection /i;
const pair = /\s*([\w.]+)=(?:"([^"\\]*(?:\\.[^"\\]*)*)("?)|([^\s"]+))(?=\s|$)/sy;

/** The values of one line, by Rust's rules of quoting. A last value whose quote was cut off is taken as far as it goes. */
function read(line: string): Entry[] | "broken" | null {
  const found = head.exec(line);
  if (found === null) return beginsLikeOne.test(line) ? "broken" : null;
  const { time, level, message } = found.groups ?? {};
  const keys: { [key: string]: string } = {};
  const end = line.trimEnd().length;
  for (pair.lastIndex = found[0].length; pair.lastIndex < end;) {
    const [, key, quoted, quote, bare] = pair.exec(line) ?? [];
    if (key === undefined) return "broken";
    if (quote === "" && (pair.lastIndex < end || keys["duration"] === undefined)) return "broken";
    keys[key] = bare ?? unescaped(quoted ?? "");
  }
  return ztunnelEntries(time ?? null, {
    ...(level === undefined ? {} : { level: level.toLowerCase() }),
    ...(message === undefined ? {} : { message }),
    ...keys,
  });
}

const named: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0" };

/** The text that Rust's `Debug` wrote. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u\{([0-9a-fA-F]{1,6})\}|(.))/gs, (_, code: string | undefined, letter: string) => {
    if (code === undefined) return named[letter] ?? letter;
    const point = Number.parseInt(code, 16);
    return point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
  });
}

export default {
  name: "ztunnel",
  about: "ztunnel's text line: one TCP connection, never a request; its time is the connection's end",
  source: "https://github.com/istio/ztunnel/blob/62d8265/src/telemetry.rs",
  shape: { line: read },
  samples: [
    {
      line: '2024-07-26T17:18:00.953004Z\terror\taccess\tconnection complete\tsrc.addr=10.244.0.9:58592 src.workload="shell-56bd5dbdbf-gz6cq" src.namespace="default" src.identity="spiffe://cluster.local/ns/default/sa/default" dst.addr=10.244.0.10:15008 dst.hbone_addr=10.244.0.10:80 dst.service="echo.default.svc.cluster.local" direction="outbound" bytes_sent=0 bytes_recv=0 duration="10002ms" error="connection timed out, maybe a NetworkPolicy is \\"blocking\\" HBONE port 15008: deadline has elapsed"',
      record: {
        start_time: "2024-07-26T17:18:00.953004Z",
        method: null,
        response_code: null,
        bytes_sent: 0,
        bytes_received: 0,
        duration_ms: 10002,
        downstream_remote_address: "10.244.0.9:58592",
        upstream_host: "10.244.0.10:80",
        direction: "outbound",
        level: "error",
        error: 'connection timed out, maybe a NetworkPolicy is "blocking" HBONE port 15008: deadline has elapsed',
      },
    },
    {
      line: '2024-04-12T10:17:44.081519Z  INFO access: connection complete src.addr=10.244.0.5:45896 src.workload=istio-ingressgateway-cbdcbb75c-9q9nb dst.addr=10.244.0.16:9080 dst.hbone_addr="10.244.0.16:9080" direction="inbound" bytes_sent=5483 bytes_recv=1551 duration="8ms"',
      record: {
        start_time: "2024-04-12T10:17:44.081519Z",
        bytes_sent: 5483,
        bytes_received: 1551,
        duration_ms: 8,
        "src.workload": "istio-ingressgateway-cbdcbb75c-9q9nb",
      },
    },
    {
      line: '2024-07-02T13:41:03.203349Z\twarn\taccess\tconnection failed\tsrc.addr=10.244.0.123:43847 dst.addr=10.244.0.117:3306 direction="inbound" error="connection closed due to policy rejection"',
      record: { bytes_sent: null, duration_ms: null, message: "connection failed", direction: "inbound" },
    },
  ],
} satisfies Format;
