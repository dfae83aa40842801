import { answers, plan } from '../../app/plan.ts';
import { post, to } from '../lab.ts';
import type { Scenario } from '../scenario.ts';

/** Traffic in which nothing is wrong, or nearly nothing: some of it takes about as long as the timeouts allow. */
export const background: readonly Scenario[] = [
  {
    id: 'background-get',
    about: 'GETs of mixed latency',
    share: 4,
    run: async ({ channels, random, send }) => {
      const path = random.pick([`/accounts/${random.between(1000, 9999)}`, `/orders/${random.between(1, 500)}?expand=lines`, '/profiles/me', '/reports/daily', '/legacy/menu']);
      await send(random.chance(0.5) ? channels.gateway : channels.gatewayTls, to('GET', path), plan(answers(200, latency(random.unit()))));
    },
  },
  {
    id: 'background-post',
    about: 'POSTs of mixed latency, some near the per-try timeout of 100 ms',
    share: 4,
    run: async ({ channels, random, send }) => {
      const path = random.pick(['/accounts', '/oauth/token', '/orders', '/payments', '/accounts/transfers', '/profiles']);
      const delay = random.chance(0.06) ? random.between(94, 106) : latency(random.unit());
      await send(random.chance(0.5) ? channels.gateway : channels.gatewayTls, post(path), plan(answers(201, delay)));
    },
  },
];

/** Milliseconds with a long tail: median about 18, one in a hundred above 100. */
function latency(unit: number): number {
  return Math.round(4 + 14 * (1 / (1 - Math.min(unit, 0.995)) - 1) ** 0.45);
}
