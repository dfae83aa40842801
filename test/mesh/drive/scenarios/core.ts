import { answers, ends, plan } from '../../app/plan.ts';
import { post } from '../lab.ts';
import type { Scenario } from '../scenario.ts';

/** The plain cases of the reference's section 3.4. */
export const core: readonly Scenario[] = [
  {
    id: 's01-success',
    about: 'S1: POST answered at once',
    run: async ({ channels, random, send }) => void (await send(channels.gateway, post('/orders'), plan(answers(201, random.between(5, 60))))),
  },
  {
    id: 's03-per-try-timeout',
    about: 'S3: attempts 3, perTryTimeout 200 ms, 5xx: four executions and 504',
    run: async ({ channels, random, send }) => void (await send(channels.gateway, post('/accounts/transfers'), plan(answers(201, random.between(230, 400))))),
  },
  {
    id: 's05-app-503',
    about: 'S5: the application commits, answers 503, and the second send succeeds',
    run: async ({ channels, random, send }) => {
      const failing = answers(503, random.between(5, 30), { commitMs: 3 });
      await send(channels.gateway, post('/accounts/closures'), plan(failing, random.chance(0.3) ? failing : answers(201, 10), answers(201, 10)));
    },
  },
  {
    id: 's06-connection-dies',
    about: 'S6: the application commits and its connection dies before the response; gateway-error sends again',
    run: async ({ channels, random, send }) =>
      void (await send(channels.gateway, post('/accounts/closures'), plan(ends('cut-before-headers', random.between(20, 80)), answers(201, 15)))),
  },
  {
    id: 's11-caller-leaves',
    about: 'S11: the caller goes away while the application works; half of them come again',
    run: async ({ channels, random, logical, issue }) => {
      const request = logical(channels.gateway, post('/orders'), plan(answers(201, random.between(150, 250)), answers(201, 20)));
      await issue(channels.gateway, request, { giveUpAfterMs: random.between(50, 100) });
      if (random.chance(0.5)) await issue(channels.gateway, request);
    },
  },
];
