import type { Plan } from "../app/plan.ts";
import type { Channel } from "./channels.ts";
import type { Manner } from "./issue.ts";
import type { Lab, Target } from "./lab.ts";

/** One kind of event that the laboratory makes happen. */
export interface Scenario {
  readonly id: string;
  /** What happens, in one sentence. */
  readonly about: string;
  /** How many instances run for each unit of scale. */
  readonly share: number;
  /** One instance; its logical requests carry the scenario's id. */
  readonly run: (lab: Lab) => Promise<void>;
}

/** A single request of a scenario. */
export interface Single {
  readonly by: Channel;
  readonly target: Target;
  readonly plan: Plan;
  readonly manner?: Partial<Manner>;
}

/** A scenario of which each instance is one request, handed over once. */
export function once(id: string, about: string, make: (lab: Lab) => Single, share = 1): Scenario {
  const run = async (lab: Lab): Promise<void> => {
    const { by, target, plan, manner } = make(lab);
    await lab.send(by, target, plan, manner);
  };
  return { id, about, share, run };
}

/** A scenario with a course of its own. */
export function course(id: string, about: string, run: Scenario["run"], share = 1): Scenario {
  return { id, about, share, run };
}
