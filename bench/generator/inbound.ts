import { execute } from "./application.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Fate } from "./faults.ts";
import type { Pod } from "./mesh.ts";
import { FAILED, type Send } from "./send.ts";
import { sampledId, type Message, type World } from "./world.ts";

/** One send that reached a pod. Units: milliseconds since midnight. */
export interface Arrival {
  readonly target: Endpoint;
  readonly pod: Pod;
  readonly message: Message;
  readonly remote: string;
  readonly fate: Fate;
  readonly startedAt: number;
  /** When the client side gives the send up. */
  readonly cutAt: number;
}

/** What the sidecar of the pod made of one send; it has written its line. */
export function arrive(world: World, arrival: Arrival): Send {
  const { random } = world;
  const { target, pod, message, startedAt } = arrival;
  const uncut = outcome(world, arrival);
  // An answer that crosses with the reset is logged as an answer, although the client side has given up.
  const isCrossing = uncut.endedAt === arrival.cutAt + 1 && uncut.details === "via_upstream";
  const isCut = uncut.endedAt > arrival.cutAt;
  const cut: Send = {
    ...uncut,
    code: 0,
    flag: "DC",
    details: "downstream_remote_disconnect",
    failure: "-",
    bytesSent: 0,
    endedAt: arrival.cutAt + (random.chance(0.1) ? random.below(4) : 0),
  };
  const logged = isCut && !isCrossing ? cut : uncut;
  const durationMs = logged.endedAt - startedAt;
  world.write({
    startedAt,
    durationMs,
    method: target.method,
    path: message.path,
    protocol: "HTTP/1.1",
    code: logged.code,
    flags: logged.flag,
    details: logged.details,
    failure: logged.failure,
    bytesReceived: target.bytesIn,
    bytesSent: logged.bytesSent,
    serviceTimeMs: logged.details === "via_upstream" ? Math.max(0, durationMs - random.below(2)) : -1,
    forwardedFor: message.forwardedFor,
    userAgent: message.userAgent,
    requestId: sampledId(message.requestId, target.service.sampledShare),
    authority: message.authority,
    upstreamHost: pod.address,
    cluster: "inbound|8080||",
    upstreamLocal: logged.upstreamLocal,
    downstreamLocal: pod.address,
    downstreamRemote: arrival.remote,
    serverName: target.service.serverName,
    route: "default",
  });
  return isCut ? cut : uncut;
}

function outcome(world: World, arrival: Arrival): Send {
  const { random } = world;
  const { target, pod, startedAt } = arrival;
  const upstreamLocal = `127.0.0.6:${33000 + random.below(27000)}`;
  switch (arrival.fate) {
    case "race":
      return { ...FAILED.terminated, upstreamLocal, endedAt: startedAt + random.below(2) };
    case "closed":
      // The inbound policy of Istio 1.24 tries three times, with two back-offs between.
      return { ...FAILED.refused, flag: "URX,UF", endedAt: startedAt + 21 + random.below(60) };
    case "crash": {
      const endedAt = startedAt + 20 + random.latency(target.medianMs * 3, 1);
      const wasDone = random.chance(0.5);
      return { ...FAILED.terminated, upstreamLocal, endedAt, wasHanded: true, wasDone };
    }
    case "busy": {
      const endedAt = startedAt + 1 + random.latency(target.medianMs / 3, 0.6);
      return { ...FAILED.answered, upstreamLocal, endedAt };
    }
    default: {
      const requestId = sampledId(arrival.message.requestId, target.service.sampledShare);
      const message = { ...arrival.message, requestId };
      const { code, endedAt } = execute(world, pod, target, message, startedAt);
      const isWanted = code === target.code;
      const bytesSent = isWanted ? target.bytesOut * (0.7 + 0.6 * random.unit()) : 64 + random.below(60);
      return {
        ...FAILED.answered,
        code,
        bytesSent: Math.round(bytesSent),
        upstreamLocal,
        endedAt,
        wasDone: code < 300,
      };
    }
  }
}
