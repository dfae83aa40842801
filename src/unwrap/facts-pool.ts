import type { Facts } from "./unwrapped-block.ts";

/** No facts. */
export const noFacts: Facts = {};

/** Facts that may lack some or all. */
export type SomeFacts = { readonly [name in keyof Facts]?: string | undefined };

/** The facts of both; where both tell something, the inner ones know better. */
export function joined(outer: SomeFacts, inner: SomeFacts): SomeFacts {
  return {
    cluster: inner.cluster ?? outer.cluster,
    namespace: inner.namespace ?? outer.namespace,
    pod: inner.pod ?? outer.pod,
    container: inner.container ?? outer.container,
  };
}

/** Keeps facts so that equal ones are one object. */
export class FactsPool {
  readonly #known = new Map<string, Facts>();

  /** The facts with those of a wrapper within. */
  join(outer: Facts, inner: SomeFacts): Facts {
    const { cluster, namespace, pod, container } = joined(outer, inner);
    const key = `${cluster}\n${namespace}\n${pod}\n${container}`;
    let facts = this.#known.get(key);
    if (facts === undefined) {
      facts = {
        ...(cluster !== undefined && { cluster }),
        ...(namespace !== undefined && { namespace }),
        ...(pod !== undefined && { pod }),
        ...(container !== undefined && { container }),
      };
      if (Object.keys(facts).length === 0) facts = noFacts;
      this.#known.set(key, facts);
    }
    return facts;
  }
}
