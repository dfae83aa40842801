import type { Scenario } from "../scenario.ts";
import { answersOfApplications } from "./answers.ts";
import { background } from "./background.ts";
import { callers } from "./callers.ts";
import { connections } from "./connections.ts";
import { grpc } from "./grpc.ts";
import { incident } from "./incident.ts";
import { lookAlikes } from "./look-alikes.ts";
import { nested } from "./nested.ts";
import { oneSided } from "./one-sided.ts";
import { refusals } from "./refusals.ts";
import { timeouts } from "./timeouts.ts";

/** All scenarios, in the order of the README's table. */
export const scenarios: readonly Scenario[] = [
  ...incident,
  ...answersOfApplications,
  ...connections,
  ...refusals,
  ...timeouts,
  ...callers,
  ...nested,
  ...grpc,
  ...oneSided,
  ...lookAlikes,
  ...background,
];
