import { describe, expect, inject, test } from 'vitest';
import { adoptDisplay } from '../support/display.ts';
import { OldServer, type OldServerOptions } from '../support/oldServer.ts';
import { runScenarioOn, type Scenario } from '../support/scenario.ts';
import { scenario as signIn } from './scenarios/01.ts';
import { scenario as message } from './scenarios/02.ts';
import { scenario as answer } from './scenarios/03.ts';
import { scenario as burst } from './scenarios/04.ts';
import { scenario as restart } from './scenarios/05.ts';
import { scenario as cutOff } from './scenarios/06.ts';
import { scenario as offlineQuit } from './scenarios/07.ts';
import { scenario as quoting } from './scenarios/quoting.ts';

const systems: Record<string, OldServerOptions> = {
  'a, slow': { variant: 'a', slow: {} },
  'c, flaky': { variant: 'c', flaky: true },
  newest: { variant: 'newest' },
  a: { variant: 'a' },
  c: { variant: 'c' },
  d: { variant: 'd' },
  model: { variant: 'model' },
};

/** In the gate each scenario meets one of the first three; all of them meet each: `CHAT3_OLD_SYSTEMS=all`. */
const inGate: [Scenario<OldServer>, string][] = [
  [signIn, 'newest'],
  [message, 'c, flaky'],
  [answer, 'newest'],
  [burst, 'a, slow'],
  [restart, 'newest'],
  [cutOff, 'c, flaky'],
  [offlineQuit, 'a, slow'],
  [quoting, 'a, slow'],
];

const isWhole = process.env['CHAT3_OLD_SYSTEMS'] === 'all';

const names = Object.keys(systems).filter((name) => isWhole || inGate.some(([, place]) => place === name));

describe.each(names)('two windows, the old system in state «%s»', (name) => {
  const display = adoptDisplay(inject('display'));

  for (const [scenario, place] of inGate) {
    if (!isWhole && place !== name) continue;
    test(`${scenario.number}: ${scenario.title}`, { timeout: 300_000 }, async () => {
      const server = await OldServer.start(systems[name] as OldServerOptions);
      const result = await runScenarioOn(server, scenario, display);
      expect(result.steps.filter((step) => !step.ok)).toEqual([]);
      expect(result.steps.length).toBeGreaterThan(1);
    });
  }
});
