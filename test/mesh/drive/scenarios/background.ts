import { answers, plan } from "../../app/plan.ts";
import { post, to } from "../lab.ts";
import { once, type Scenario } from "../scenario.ts";

/** Traffic in which nothing is wrong, or nearly nothing: some of it takes about as long as the timeouts allow. */
export const background: readonly Scenario[] = [
  once(
    "background-get",
    "GETs of mixed latency",
    ({ channels, random }) => {
      const path = random.pick([
        `/accounts/${random.between(1000, 9999)}`,
        `/orders/${random.between(1, 500)}?expand=lines`,
        "/profiles/me",
        "/reports/daily",
        "/legacy/menu",
        "/payments/history",
      ]);
      return {
        by: random.chance(0.5) ? channels.gateway : channels.gatewayTls,
        target: to("GET", path),
        plan: plan(answers(200, latency(random.unit()))),
      };
    },
    8,
  ),
  once(
    "background-post",
    "POSTs of mixed latency, some near the per-try timeout of 100 ms",
    ({ channels, random }) => {
      const path = random.pick([
        "/accounts",
        "/oauth/token",
        "/orders",
        "/payments",
        "/accounts/transfers",
        "/profiles",
        "/payments/charges",
        "/legacy/items",
      ]);
      const delay = random.chance(0.06) ? random.between(94, 106) : latency(random.unit());
      return {
        by: random.pick([channels.gateway, channels.gatewayTls, channels.gatewayHttp2]),
        target: post(path),
        plan: plan(answers(201, delay)),
        manner: { bodyBytes: random.between(60, 900) },
      };
    },
    10,
  ),
  once(
    "background-mesh-post",
    "POSTs from a workload inside the mesh, through its sidecar",
    ({ channels, random }) => {
      const path = random.pick(["/accounts", "/orders", "/payments", "/oauth/token", "/payments/captures"]);
      const delay = random.chance(0.06) ? random.between(94, 106) : latency(random.unit());
      return { by: channels.batch, target: post(path), plan: plan(answers(201, delay)) };
    },
    4,
  ),
];

/** Milliseconds with a long tail: median about 18, one in a hundred above 100. */
function latency(unit: number): number {
  return Math.round(4 + 14 * (1 / (1 - Math.min(unit, 0.995)) - 1) ** 0.45);
}
