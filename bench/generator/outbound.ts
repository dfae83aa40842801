import type { Endpoint } from "./endpoint.ts";
import { attempt } from "./attempt.ts";
import { fateOf } from "./faults.ts";
import { finalAnswer, isRetriable } from "./final-answer.ts";
import type { Pod } from "./mesh.ts";
import type { Send } from "./send.ts";
import { sampledId, type Caller, type Message, type Reply, type World } from "./world.ts";

const BACKOFF_MS = [0, 25, 50, 100];

/** What the caller gets for one request through its client-side proxy; all lines of it are written. */
export function request(world: World, caller: Caller, target: Endpoint, given: Message, startedAt: number): Reply {
  const { random } = world;
  const { policy, service } = target;
  const message = { ...given, requestId: sampledId(given.requestId, caller.sampledShare) };
  const deadline = startedAt + Math.min(policy.timeoutMs, caller.patienceMs);
  const isUntrusted = random.chance(0.0001);
  let pod = random.pick(service.pods);
  let [sends, handed, done, at] = [0, 0, 0, startedAt];
  let [host, local] = ["-", "-"];
  let send: Send;
  for (;;) {
    sends++;
    const cutAt = Math.min(deadline, at + policy.perTryTimeoutMs + jitter(world));
    const fate = isUntrusted ? "untrusted" : fateOf(random, target, sends, world.stormAt(at));
    send = attempt(world, caller, target, pod, message, fate, at, cutAt);
    if (send.hasHost) [host, local] = [pod.address, send.upstreamLocal];
    if (send.wasHanded) handed++;
    if (send.wasDone) done++;
    at = send.endedAt;
    if (at >= deadline || sends > policy.retries || !isRetriable(target, send)) break;
    at += 1 + random.below(BACKOFF_MS[sends] ?? 100);
    if (at >= deadline) break;
    pod = otherPod(world, target, pod);
  }
  const final = finalAnswer(caller, target, send, sends, at >= deadline ? deadline : undefined);
  const durationMs = final.endedAt - startedAt;
  world.truth.add({
    requestId: message.requestId,
    startedAt,
    method: target.method,
    path: message.path,
    cluster: service.outboundCluster,
    sends,
    handed,
    done,
  });
  world.write({
    startedAt,
    durationMs,
    method: target.method,
    path: message.path,
    protocol: caller.protocol,
    code: final.code,
    flags: final.flag,
    details: final.details,
    failure: final.failure,
    bytesReceived: host === "-" ? 0 : target.bytesIn,
    bytesSent: final.bytesSent,
    serviceTimeMs: final.details === "via_upstream" ? Math.max(0, durationMs - random.below(2)) : -1,
    forwardedFor: message.forwardedFor,
    userAgent: message.userAgent,
    requestId: message.requestId,
    authority: message.authority,
    upstreamHost: host,
    cluster: service.outboundCluster,
    upstreamLocal: local,
    downstreamLocal: caller.downstreamLocal,
    downstreamRemote: caller.downstreamRemote,
    serverName: caller.serverName,
    route: target.route,
  });
  return final;
}

/** How far from its per-try timeout a send is cut: 3 ms as a rule, more on a busy machine. */
function jitter({ random }: World): number {
  return random.chance(0.02) ? random.below(25) : random.below(7) - 3;
}

/** Retries avoid the pod that failed, as a rule. */
function otherPod({ random }: World, { service }: Endpoint, pod: Pod): Pod {
  const next = random.pick(service.pods);
  return next === pod ? random.pick(service.pods) : next;
}
