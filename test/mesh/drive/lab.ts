import type { Plan } from "../app/plan.ts";
import type { Logical, Registry } from "../app/registry.ts";
import type { Channel, Channels } from "./channels.ts";
import { issueOnce, plainManner, type Manner } from "./issue.ts";
import type { Random } from "./random.ts";
import type { Outcome } from "./transport.ts";

/** What one instance of a scenario works with. */
export interface Lab {
  readonly channels: Channels;
  readonly random: Random;
  /** The address of this instance's caller outside the mesh. */
  readonly client: string;
  /** A new logical request of this instance. */
  readonly logical: (channel: Channel, target: Target, plan: Plan) => Logical;
  /** Hands a logical request to a proxy once. */
  readonly issue: (channel: Channel, logical: Logical, manner?: Partial<Manner>) => Promise<Outcome>;
  /** A new logical request, handed over once. */
  readonly send: (channel: Channel, target: Target, plan: Plan, manner?: Partial<Manner>) => Promise<Outcome>;
}

/** What a request is for. */
export interface Target {
  readonly service: string;
  readonly method: string;
  readonly path: string;
}

/** A POST to a path; the service is the path's first part, `oauth` for `/oauth/token`. */
export function post(path: string): Target {
  return { service: path.split(/[/?.]/)[1] ?? "", method: "POST", path };
}

/** A request with another method than POST. */
export function to(method: string, path: string): Target {
  return { ...post(path), method };
}

/** The lab of one instance: its logical requests are named `<scenario>-<instance>.<n>`. */
export function labFor(
  channels: Channels,
  registry: Registry,
  random: Random,
  scenario: string,
  instance: number,
  client: string,
): Lab {
  let count = 0;
  const logical: Lab["logical"] = (channel, target, plan) => {
    count += 1;
    const key = `${scenario}-${String(instance).padStart(4, "0")}.${count}`;
    return registry.ensure(key, () => ({
      ...target,
      scenario,
      hop: `${channel.caller}>${target.service}`,
      clientSide: channel.proxy === null ? null : channel.caller,
      plan,
    }));
  };
  const issue: Lab["issue"] = (channel, request, manner = {}) =>
    issueOnce(channel, request, { ...plainManner(client, request.method), ...manner });
  return {
    channels,
    random,
    client,
    logical,
    issue,
    send: (channel, target, plan, manner) => issue(channel, logical(channel, target, plan), manner),
  };
}
