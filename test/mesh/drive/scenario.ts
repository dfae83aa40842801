import type { Lab } from './lab.ts';

/** One kind of event that the laboratory makes happen. */
export interface Scenario {
  readonly id: string;
  /** What happens, in one sentence. */
  readonly about: string;
  /** How many instances run for each unit of scale; 1 when absent. */
  readonly share?: number;
  /** One instance; its logical requests carry the scenario's id. */
  readonly run: (lab: Lab) => Promise<void>;
}
