import type { Endpoint } from "./endpoint.ts";
import { FAILED, type Send } from "./send.ts";
import type { Caller } from "./world.ts";

/** Whether the policy of the route would send again after this send. */
export function isRetriable({ policy }: Endpoint, send: Send): boolean {
  if (send.flag === "UF") return true;
  if (send.flag === "UH" || send.flag === "UO") return false;
  const { on } = policy;
  // A cut by the per-try timeout is a reset: a listed code does not match it.
  if (send.code === 0) return on === "gateway-error" || on === "5xx";
  if (on === "503") return send.code === 503;
  if (on === "gateway-error") return send.code >= 502 && send.code <= 504;
  return on === "5xx" && send.code >= 500;
}

/** The last send as the client-side line has it; `deadline` is the moment at which the request as a whole was given up. */
export function finalAnswer(
  caller: Caller,
  target: Endpoint,
  send: Send,
  sends: number,
  deadline: number | undefined,
): Send {
  const { policy } = target;
  if (deadline !== undefined) {
    const isGone = caller.patienceMs <= policy.timeoutMs;
    const isHttp2 = caller.protocol === "HTTP/2";
    if (!isGone) return timedOut(send, "UT", "response_timeout", deadline);
    const flag = isHttp2 ? "DR" : "DC";
    const details = isHttp2 ? "http2.remote_reset" : "downstream_remote_disconnect";
    return { ...send, code: 0, flag, details, failure: "-", bytesSent: 0, endedAt: deadline };
  }
  const isExhausted = sends > policy.retries && isRetriable(target, send);
  const last = send.code === 0 ? timedOut(send, "UT", "upstream_per_try_timeout", send.endedAt) : send;
  if (!isExhausted) return last;
  return { ...last, flag: last.flag === FAILED.answered.flag ? "URX" : `URX,${last.flag}` };
}

function timedOut(send: Send, flag: string, details: string, endedAt: number): Send {
  return { ...send, code: 504, flag, details, failure: "-", bytesSent: 24, endedAt };
}
