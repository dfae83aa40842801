import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TruthEvent } from "../app/truth.ts";

interface TimedLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

/**
 * A proxy's access log with what else `kubectl logs -f --all-containers` shows of its pod between the lines: what the proxy says of
 * itself, what its agent says, and what the application says. The access log lines keep their order and every byte.
 */
export async function withOtherLines(accessLog: string, captureDir: string, file: string): Promise<string> {
  const pod = file.replace(/\.log$/, "");
  const proxy = await proxyLines(join(captureDir, "logs/envoy-own", file));
  const others = [
    ...agentLines(proxy[0]?.at ?? 0, pod),
    ...proxy,
    ...(await applicationLines(join(captureDir, "truth.ndjson"), pod)),
  ].sort((one, other) => one.at - other.at);
  const result: string[] = [];
  for (const line of accessLog.split("\n").filter((text) => text !== "")) {
    const at = endOf(line);
    while (others[0] !== undefined && others[0].at <= at) result.push(others.shift()?.text ?? "");
    result.push(line);
  }
  return [...result, ...others.map(({ text }) => text), ""].join("\n");
}

/** When a line was written: its request's start and duration. */
function endOf(line: string): number {
  const start = /"start_time":"([^"]+)"/.exec(line)?.[1] ?? "";
  return Date.parse(start) + Number(/"duration":(\d+)/.exec(line)?.[1] ?? 0);
}

/** What the proxy itself said, without the list of everything it is built of and without lines that name files of the machine. */
async function proxyLines(path: string): Promise<TimedLine[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const at = Date.parse(line.slice(0, 27));
    return Number.isNaN(at) || line.length > 220 || /server\.cc:467|\/tmp\//.test(line) ? [] : [{ at, text: line }];
  });
}

/** What pilot-agent says at a start, which the laboratory does not have: written after Istio 1.24. Source: istio/istio `pkg/istio-agent`. */
function agentLines(proxyStartedAt: number, pod: string): TimedLine[] {
  if (proxyStartedAt === 0) return [];
  const says: readonly (readonly [number, string])[] = [
    [-812, `info\tFLAG: --proxyLogLevel="info"`],
    [-805, `info\tIdentified node ID as sidecar~${pod}.prod~prod.svc.cluster.local`],
    [-640, "info\tsds\tStarting SDS grpc server"],
    [-611, "info\txdsproxy\tconnected to delta upstream XDS server: istiod.istio-system.svc:15012\tid=1"],
    [
      -208,
      "info\tcache\tgenerated new workload certificate\tresourceName=default latency=402.118341ms ttl=23h59m59.4s",
    ],
    [-120, "info\tads\tXDS: Incremental Pushing ConnectedEndpoints:2 Version:"],
    [905, `info\tReadiness succeeded in 1.713058114s`],
    [906, "info\tEnvoy proxy is ready"],
    [
      96_430,
      "warn\txdsproxy\tupstream terminated with unexpected error\tid=1 err=rpc error: code = Unavailable desc = error reading from server: EOF",
    ],
    [96_871, "info\txdsproxy\tconnected to delta upstream XDS server: istiod.istio-system.svc:15012\tid=2"],
  ];
  return says.map(([offset, text]) => {
    const at = proxyStartedAt + offset;
    return {
      at,
      text: `${new Date(at).toISOString().replace("Z", `${String((at * 7919) % 1000).padStart(3, "0")}Z`)}\t${text}`,
    };
  });
}

/** What the application of this pod says of what it truly did. */
async function applicationLines(truthPath: string, pod: string): Promise<TimedLine[]> {
  const events: readonly TruthEvent[] = (await readFile(truthPath, "utf8"))
    .split("\n")
    .filter((line) => line !== "")
    .map((line): TruthEvent => JSON.parse(line));
  const own = events.filter((event) => event.pod === pod);
  return own.flatMap((event) => {
    const text = sentence(event);
    if (text === null) return [];
    const at = event.time;
    const time = new Date(at).toISOString().replace("T", " ").replace("Z", "");
    return [{ at, text: `${time} ${text}` }];
  });
}

function sentence({ event, service, method, path, status, nth }: TruthEvent): string | null {
  if (event === "commit" && service === "orders" && method === "POST")
    return `INFO  [${service}] stored an order (${method} ${path})`;
  if (event !== "answer" || status === null || status < 500) return null;
  if (status === 503 && service === "payments")
    return `WARN  [${service}] too busy for ${method} ${path}, answering 503`;
  if (status === 500 && nth > 1)
    return [
      `ERROR [${service}] ${method} ${path}: answering 500`,
      'Error: duplicate key value violates unique constraint "order_key"',
      "    at OrderStore.insert (/app/order-store.js:41:11)",
      "    at async checkout (/app/checkout.js:18:17)",
    ].join("\n");
  return `ERROR [${service}] ${method} ${path} failed, answering ${status}`;
}
