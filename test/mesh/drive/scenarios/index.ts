import type { Scenario } from '../scenario.ts';
import { background } from './background.ts';
import { core } from './core.ts';
import { incident } from './incident.ts';

/** All scenarios, in the order of the README's table. */
export const scenarios: readonly Scenario[] = [...core, ...incident, ...background];
