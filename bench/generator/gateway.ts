import type { Endpoint } from "./endpoint.ts";
import { GATEWAY_PODS, GATEWAY_SAMPLED_SHARE } from "./mesh.ts";
import { visitor } from "./visitor.ts";
import type { Message, World } from "./world.ts";

/** A request from outside: what is asked of which host, under which id. */
export interface Visit {
  readonly target: Endpoint;
  readonly authority: string;
  newId(): string;
}

/** Lets a client outside ask the gateway, and ask again some time after a failure (the gateway gives that a new id). */
export function visit(world: World, { target, authority, newId }: Visit, at: number): void {
  const { random, truth } = world;
  const { userAgent, forwardedFor, peer } = visitor(random);
  const path = target.path(random);
  const guard = { committedAt: Number.POSITIVE_INFINITY };
  let startedAt = at;
  for (let again = 0; ; again++) {
    const pod = random.pick(GATEWAY_PODS);
    const caller = {
      pod,
      protocol: "HTTP/2",
      downstreamLocal: `${pod.ip}:8443`,
      downstreamRemote: peer,
      serverName: authority,
      sampledShare: GATEWAY_SAMPLED_SHARE,
      // Some people close the page at once.
      patienceMs: random.chance(0.004) ? 8 + random.below(60) : 10000,
    };
    const message: Message = {
      path,
      requestId: newId(),
      authority,
      userAgent,
      forwardedFor,
      guard,
    };
    const reply = world.request(caller, target, message, startedAt);
    const hasFailed = reply.code === 0 || reply.code >= 500;
    if (!hasFailed || again === 2 || !random.chance(0.35)) return;
    if (target.method === "POST") truth.tally.resent++;
    startedAt = reply.endedAt + 700 + random.below(2500);
  }
}
