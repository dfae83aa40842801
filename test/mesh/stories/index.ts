import { accountIncident } from "./account-incident.ts";
import { clientSideOnly } from "./client-side-only.ts";
import { ordersToPayments } from "./orders-to-payments.ts";
import { quietDay } from "./quiet-day.ts";
import { retryStorm } from "./retry-storm.ts";
import type { Story } from "./story.ts";
import { tlsFailures } from "./tls-failures.ts";

/** All stories, in the order of the table in `sample-logs/README.md`. */
export const stories: readonly Story[] = [
  accountIncident,
  quietDay,
  retryStorm,
  ordersToPayments,
  tlsFailures,
  clientSideOnly,
];
