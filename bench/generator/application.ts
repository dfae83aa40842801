import type { Call, Endpoint } from "./endpoint.ts";
import type { Pod } from "./mesh.ts";
import type { Message, Reply, World } from "./world.ts";

const REFUSALS = [400, 401, 403, 404, 422] as const;

/** The application's answer to one arrival, after all the calls it makes for it. */
export function execute(world: World, pod: Pod, target: Endpoint, message: Message, startedAt: number): Reply {
  const { random } = world;
  const ownMs = random.latency(target.medianMs * slowness(world, target, startedAt), target.spread);
  const endsAt = startedAt + ownMs;
  if (random.chance(0.012)) return { code: random.pick(REFUSALS), endedAt: endsAt };
  if (target.isGuarded) {
    const { guard } = message;
    const commitsAt = startedAt + Math.ceil(ownMs * 0.6);
    if (guard.committedAt <= commitsAt) return { code: 409, endedAt: commitsAt };
    guard.committedAt = commitsAt;
  }
  const beforeMs = ownMs >> 1;
  let at = startedAt + beforeMs;
  let { code } = target;
  for (const call of target.calls) {
    if (!random.chance(call.share)) continue;
    const reply = callOut(world, pod, target, call, message, at);
    at = reply.endedAt + random.below(2);
    const isFatal = reply.code >= 400 && (target.method !== "GET" || random.chance(0.5));
    if (!isFatal) continue;
    code = reply.code >= 500 && random.chance(0.6) ? 500 : reply.code;
    break;
  }
  return { code, endedAt: at + ownMs - beforeMs };
}

/** Storms slow down what they are on; writes of guarded things wait for 90 s of database upkeep every 20 minutes. */
function slowness(world: World, target: Endpoint, at: number): number {
  if (target.isGuarded) return at % 1200000 < 90000 ? 4 : 1;
  return target.hasStorm ? 1 + 3 * world.stormAt(at) : 1;
}

/** The outcome of one call, made again by the application itself where the endpoint is called that way. */
function callOut(world: World, pod: Pod, from: Endpoint, { to }: Call, message: Message, startedAt: number): Reply {
  const { random, truth } = world;
  const { service } = from;
  const caller = {
    pod,
    protocol: "HTTP/1.1",
    downstreamLocal: to.service.virtualAddress,
    downstreamRemote: `${pod.ip}:${32768 + random.below(28000)}`,
    serverName: "-",
    sampledShare: service.sampledShare,
    patienceMs: Number.POSITIVE_INFINITY,
  };
  const own: Message = {
    path: to.path(random),
    requestId: message.requestId,
    authority: to.service.authority,
    userAgent: service.userAgent,
    forwardedFor: service.forwardsClient ? message.forwardedFor : "-",
    guard: message.guard,
  };
  let reply = world.request(caller, to, own, startedAt);
  for (let again = 0; reply.code >= 500 && again < to.callerRetries; again++) {
    truth.tally.resent++;
    reply = world.request(caller, to, own, reply.endedAt + 200 + random.below(40));
  }
  return reply;
}
