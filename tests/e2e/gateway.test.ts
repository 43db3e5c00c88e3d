import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { adoptDisplay } from '../support/display.ts';
import { GatewayServer } from '../support/gatewayServer.ts';
import { RabbitServer } from '../support/rabbit.ts';
import { runScenarioOn, type Scenario } from '../support/scenario.ts';
import { scenario as signIn } from './scenarios/01.ts';
import { scenario as message } from './scenarios/02.ts';
import { scenario as answer } from './scenarios/03.ts';
import { scenario as burst } from './scenarios/04.ts';
import { scenario as restart } from './scenarios/05.ts';

const scenarios: Scenario<GatewayServer>[] = [signIn, message, answer, burst, restart];

let rabbit: RabbitServer;
beforeAll(async () => {
  rabbit = await RabbitServer.start();
}, 150_000);
afterAll(() => rabbit.close());

describe('two windows, a gateway in front of Chat3 and RabbitMQ (P9.9)', () => {
  const display = adoptDisplay(inject('display'));

  for (const scenario of scenarios) {
    test(`${scenario.number}: ${scenario.title}`, async () => {
      const result = await runScenarioOn(await GatewayServer.start(rabbit), scenario, display);
      expect(result.steps.filter((step) => !step.ok)).toEqual([]);
      expect(result.steps.length).toBeGreaterThan(1);
    });
  }
});
