import type { Endpoint } from "./endpoint.ts";
import type { Fate } from "./faults.ts";
import { arrive } from "./inbound.ts";
import type { Pod } from "./mesh.ts";
import { FAILED, type Send } from "./send.ts";
import type { Caller, Message, World } from "./world.ts";

/** One send to one pod as the client-side proxy sees its end. Units: milliseconds since midnight. */
export function attempt(
  world: World,
  caller: Caller,
  target: Endpoint,
  pod: Pod,
  message: Message,
  fate: Fate,
  startedAt: number,
  cutAt: number,
): Send {
  const { random } = world;
  if (fate === "hostless" || fate === "overflow") return { ...FAILED[fate], endedAt: startedAt };
  if (fate === "untrusted") return { ...FAILED.untrusted, endedAt: startedAt + 2 + random.below(9) };
  if (fate === "unreachable") {
    // Connect time is not bounded by perTryTimeout, but by the connect timeout of 1 s.
    if (!random.chance(0.06)) return { ...FAILED.refused, endedAt: startedAt + random.below(3) };
    return { ...FAILED.unreachable, endedAt: startedAt + 1000 + random.below(3) };
  }
  const lane = caller.pod.index * 613 + pod.index * 89 + random.below(4) * 7919;
  const upstreamLocal = `${caller.pod.ip}:${32768 + (lane % 28000)}`;
  const { forwardedFor } = message;
  const client = forwardedFor.slice(forwardedFor.lastIndexOf(",") + 1);
  const remote = forwardedFor === "-" ? upstreamLocal : `${client}:0`;
  const arrivedAt = Math.min(cutAt, startedAt + random.below(2));
  const send = arrive(world, { target, pod, message, remote, fate, startedAt: arrivedAt, cutAt });
  if (send.code === 0) return { ...send, endedAt: cutAt, upstreamLocal };
  // Whatever the sidecar there met, to this proxy its answer is an answer.
  return {
    ...send,
    flag: "-",
    details: "via_upstream",
    failure: "-",
    endedAt: Math.min(cutAt, send.endedAt + random.below(2)),
    upstreamLocal,
  };
}
