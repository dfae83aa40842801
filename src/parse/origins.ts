import type { Facts } from "../unwrap/unwrapped-block.ts";

/** Where lines came from: one source, one set of facts that the wrapper told, one format. */
export type Origin = {
  readonly origin_id: number;
  readonly source_id: number;
  readonly format: string;
  readonly facts: Facts;
  /** The lines that have it. */
  lines: number;
};

/** The origins met so far, numbered from 1. Rows carry the number, so that facts are stored once and not on every line. */
export class Origins {
  readonly #known = new Map<string, Origin>();
  /** Those of one source by their facts, which are one object where they are equal, then by format. */
  readonly #ofSource = new Map<Facts, Map<string, Origin>>();
  #sourceId = 0;
  #nextId: number;

  constructor(firstId: number) {
    this.#nextId = firstId;
  }

  /** Those that lines have, in the order of their numbers. */
  get used(): Origin[] {
    return [...this.#known.values()].filter(({ lines }) => lines > 0);
  }

  /** The origin of a source's lines with these facts in this format. */
  of(sourceId: number, facts: Facts, format: string): Origin {
    if (sourceId !== this.#sourceId) this.#ofSource.clear();
    this.#sourceId = sourceId;
    let byFormat = this.#ofSource.get(facts);
    if (byFormat === undefined) this.#ofSource.set(facts, (byFormat = new Map()));
    let origin = byFormat.get(format);
    if (origin === undefined) byFormat.set(format, (origin = this.#named(sourceId, facts, format)));
    return origin;
  }

  /** The same by what the facts say: some equal ones are other objects. */
  #named(sourceId: number, facts: Facts, format: string): Origin {
    const key = `${sourceId} ${format} ${JSON.stringify(facts)}`;
    let origin = this.#known.get(key);
    if (origin === undefined) {
      origin = { origin_id: this.#nextId++, source_id: sourceId, format, facts, lines: 0 };
      this.#known.set(key, origin);
    }
    return origin;
  }
}
