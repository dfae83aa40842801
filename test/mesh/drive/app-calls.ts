import { isFailure, type AppContext } from "../app/handler.ts";
import type { Registry } from "../app/registry.ts";
import type { Channels } from "./channels.ts";
import { issueOnce, plainManner, requestIdFor } from "./issue.ts";

/**
 * The way in which applications call other services: through the outbound sidecar of their pod.
 *
 * The logical request of a call belongs to the one being handled, not to its execution: when the handler runs three times, the call is
 * one logical request with three issues.
 */
export function callerFor(channels: Channels, registry: Registry): AppContext["callFrom"] {
  return async (pod, parent, call, requestId) => {
    const channel = channels.sidecar(pod);
    const logical = registry.ensure(
      `${parent.logical}/${call.service}${call.path}${call.key === "" ? "" : `:${call.key}`}`,
      () => ({
        scenario: parent.scenario,
        service: call.service,
        method: call.method,
        path: call.path,
        hop: `${channel.caller}>${call.service}`,
        // Which pod calls depends on where the handler runs: each issue says its own proxy.
        clientSide: channel.caller,
        plan: call.plan,
      }),
    );
    const own = call.propagatesId ? requestId : null;
    for (let nth = 0; ; nth += 1) {
      const manner = {
        ...plainManner(pod.ip, call.method),
        requestId: requestIdFor(nth, own, call.resendsWithNewId),
        headers: { "user-agent": "Go-http-client/1.1" },
      };
      const { status, isComplete } = await issueOnce(channel, logical, manner);
      const seen = isComplete ? status : 0;
      if (nth >= call.resends || !isFailure(seen)) return seen;
    }
  };
}
