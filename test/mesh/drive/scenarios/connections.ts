import { setTimeout as pause } from 'node:timers/promises';
import { answers, ends, plan } from '../../app/plan.ts';
import { post } from '../lab.ts';
import { course, once, type Scenario } from '../scenario.ts';

/** S2 and S6 to S10: connections that fail, break or are refused. */
export const connections: readonly Scenario[] = [
  once('s02-connect-failure', 'S2: one of two hosts refuses connections, the default policy goes to the other', ({ channels }) => ({ by: channels.gateway, target: post('/accounts/canary'), plan: plan(answers(201, 15)) })),
  once('s02-all-refused', 'S2: nobody listens at any host', ({ channels }) => ({ by: channels.gateway, target: post('/accounts/gone'), plan: plan(answers(201, 15)) })),
  once('s02b-app-port-closed', 'S2b: the sidecar is up, its application is not; gateway-error goes to the other pod', ({ channels }) => ({ by: channels.gateway, target: post('/reports'), plan: plan(answers(201, 15)) }), 2),
  once('s06-connection-dies', 'S6: the application commits and its connection dies before the response; gateway-error sends again', ({ channels, random }) => ({
    by: channels.gateway,
    target: post('/accounts/closures'),
    plan: plan(ends('cut-before-headers', random.between(20, 80)), answers(201, 15)),
  })),
  once('s06-default-policy', 'S6 under the default policy: 503 UC at the server, nobody sends again', ({ channels, random }) => ({
    by: channels.gateway,
    target: post('/orders'),
    plan: plan(ends('cut-before-headers', random.between(20, 60))),
  })),
  once('s06-keepalive-race', 'S6: the connection closes as the request arrives and the handler never starts; gateway-error sends again', ({ channels }) => ({
    by: channels.gateway,
    target: post('/accounts/closures'),
    plan: plan(ends('drop', 0), answers(201, 15)),
  })),
  once('s06-listed-503', 'S6: "503" in retryOn matches the 503 that the server sidecar made of a broken connection', ({ channels }) => ({
    by: channels.gateway,
    target: post('/accounts/statements'),
    plan: plan(ends('cut-before-headers', 30), answers(201, 12)),
  })),
  once('s06-reset', 'S6: the application resets the TCP connection after its commit', ({ channels }) => ({
    by: channels.gateway,
    target: post('/accounts/closures'),
    plan: plan(ends('reset-stream', 25), answers(201, 12)),
  })),
  course('s06b-mid-response', 'S6b: the response breaks off after its headers; no proxy sends again, half of the callers do', async ({ channels, random, logical, issue }) => {
    const request = logical(channels.gateway, post('/accounts/closures'), plan(ends('cut-after-headers', 20), answers(201, 12)));
    await issue(channels.gateway, request);
    if (random.chance(0.5)) await issue(channels.gateway, request);
  }),
  once('s06b-mid-response-http2', 'S6b between proxies that speak HTTP/2', ({ channels }) => ({ by: channels.gateway, target: post('/profiles'), plan: plan(ends('cut-after-headers', 20)) })),
  once('s07-wrong-tls', 'S7: TLS spoken to a port that does not', ({ channels }) => ({ by: channels.gateway, target: post('/accounts/wrongtls'), plan: plan(answers(201, 15)) })),
  once('s07-handshake-timeout', 'S7: a TLS handshake that never ends runs into the connect timeout', ({ channels }) => ({ by: channels.gateway, target: post('/accounts/stuck'), plan: plan(answers(201, 15)) })),
  once('s08-no-host', 'S8: a cluster without hosts', ({ channels }) => ({ by: channels.gateway, target: post('/accounts/empty'), plan: plan(answers(201, 15)) })),
  once('s08-ejected-meanwhile', 'S8: the only host is ejected for the 503 it gave after its commit: UH with a host', ({ channels }) => ({
    by: channels.gateway,
    target: post('/accounts/ejecting'),
    plan: plan(answers(503, 15, { commitMs: 8 }), answers(201, 15)),
  })),
  course(
    's09a-overflow',
    'S9 (a): five at once where one connection and one waiting request are allowed',
    async ({ channels, random, send }) => {
      const work = random.between(40, 80);
      await Promise.all([1, 2, 3, 4, 5].map((nth) => send(channels.gateway, post('/accounts/tiny'), plan(nth === 1 ? answers(503, work, { commitMs: 10 }) : answers(201, work), answers(201, work)))));
    },
    0.4,
  ),
  course(
    's09a-overflow-on-retry',
    'S9 (a) on a later send: the first commits and is answered 503, and its retry finds the connection and the queue taken',
    async ({ channels, send }) => {
      const occupying = plan(answers(201, 120));
      const first = send(channels.gateway, post('/accounts/tiny/retry'), plan(answers(503, 12, { commitMs: 5 }), answers(201, 10)));
      await pause(4);
      const second = send(channels.gateway, post('/accounts/tiny'), occupying);
      await pause(10);
      await Promise.all([first, second, send(channels.gateway, post('/accounts/tiny'), occupying)]);
    },
    0.6,
  ),
  once('s09b-maintenance', 'S9 (b): the cluster is in maintenance mode', ({ channels }) => ({ by: channels.gateway, target: post('/accounts/maint'), plan: plan(answers(201, 15)) })),
  course(
    's09c-retry-breaker',
    'S9 (c): six fail at once where one retry at a time is allowed',
    async ({ channels, send }) => {
      const steps = plan(answers(503, 15, { commitMs: 8 }), answers(201, 15));
      await Promise.all([1, 2, 3, 4, 5, 6].map(() => send(channels.gateway, post('/accounts/fewretries'), steps)));
    },
    0.4,
  ),
  course(
    's09c-retry-budget',
    'S9 (c) with a retry budget of 20 % and at least one: eight fail at once',
    async ({ channels, send }) => {
      const steps = plan(answers(503, 15, { commitMs: 8 }), answers(201, 15));
      await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => send(channels.gateway, post('/accounts/budget'), steps)));
    },
    0.3,
  ),
  once('s10-no-route', 'S10: no route takes the path', ({ channels }) => ({ by: channels.gateway, target: { service: 'accounts', method: 'POST', path: '/nowhere' }, plan: plan(answers(201, 15)) })),
  once('s10-no-cluster', 'S10: the route names a cluster that does not exist', ({ channels }) => ({ by: channels.gateway, target: post('/accounts/missing'), plan: plan(answers(201, 15)) })),
];
