/** The values of one access log line. Units: milliseconds since midnight, milliseconds, bytes. Shape: `-` means absent. */
export interface Line {
  readonly startedAt: number;
  readonly durationMs: number;
  readonly method: string;
  readonly path: string;
  readonly protocol: string;
  readonly code: number;
  readonly flags: string;
  readonly details: string;
  readonly failure: string;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  /** -1 when the header is absent. */
  readonly serviceTimeMs: number;
  readonly forwardedFor: string;
  readonly userAgent: string;
  readonly requestId: string;
  readonly authority: string;
  readonly upstreamHost: string;
  readonly cluster: string;
  readonly upstreamLocal: string;
  readonly downstreamLocal: string;
  readonly downstreamRemote: string;
  readonly serverName: string;
  readonly route: string;
}

const TWO = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, "0"));
const THREE = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, "0"));

/** The moment as both formats write it. Units: milliseconds since midnight of the day of the log. */
export function startTime(at: number): string {
  const second = Math.floor(at / 1000);
  const minute = Math.floor(second / 60);
  return `2026-03-10T${TWO[Math.floor(minute / 60)]}:${TWO[minute % 60]}:${TWO[second % 60]}.${THREE[at % 1000]}Z`;
}

/** The line as Istio 1.9 and later write it by default, with its line end. */
export function textLine(line: Line): string {
  const serviceTime = line.serviceTimeMs < 0 ? "-" : line.serviceTimeMs;
  return `[${startTime(line.startedAt)}] "${line.method} ${line.path} ${line.protocol}" ${line.code} ${line.flags} ${line.details} - "${line.failure}" ${line.bytesReceived} ${line.bytesSent} ${line.durationMs} ${serviceTime} "${line.forwardedFor}" "${line.userAgent}" "${line.requestId}" "${line.authority}" "${line.upstreamHost}" ${line.cluster} ${line.upstreamLocal} ${line.downstreamLocal} ${line.downstreamRemote} ${line.serverName} ${line.route}\n`;
}

function text(value: string): string {
  return value === "-" ? "null" : `"${value}"`;
}

/** The line as Istio's default JSON from Envoy 1.33 on (sorted keys), with its line end. */
export function jsonLine(line: Line): string {
  const serviceTime = line.serviceTimeMs < 0 ? "null" : `"${line.serviceTimeMs}"`;
  // No value of a generated line needs an escape.
  return `{"authority":${text(line.authority)},"bytes_received":${line.bytesReceived},"bytes_sent":${line.bytesSent},"connection_termination_details":null,"downstream_local_address":${text(line.downstreamLocal)},"downstream_remote_address":${text(line.downstreamRemote)},"duration":${line.durationMs},"method":${text(line.method)},"path":${text(line.path)},"protocol":${text(line.protocol)},"request_id":${text(line.requestId)},"requested_server_name":${text(line.serverName)},"response_code":${line.code},"response_code_details":${text(line.details)},"response_flags":"${line.flags}","route_name":${text(line.route)},"start_time":"${startTime(line.startedAt)}","upstream_cluster":${text(line.cluster)},"upstream_host":${text(line.upstreamHost)},"upstream_local_address":${text(line.upstreamLocal)},"upstream_service_time":${serviceTime},"upstream_transport_failure_reason":${text(line.failure)},"user_agent":${text(line.userAgent)},"x_forwarded_for":${text(line.forwardedFor)}}\n`;
}
