import { describe, expect, inject, test } from 'vitest';
import { type OldVariantName, oldVariants } from '../fixtures/oldBackend/variants.ts';
import { adoptDisplay } from '../support/display.ts';
import { OldServer } from '../support/oldServer.ts';
import { runScenarioOn, type Scenario } from '../support/scenario.ts';
import { scenario as signIn } from './scenarios/01.ts';
import { scenario as message } from './scenarios/02.ts';
import { scenario as answer } from './scenarios/03.ts';
import { scenario as burst } from './scenarios/04.ts';
import { scenario as restart } from './scenarios/05.ts';
import { scenario as cutOff } from './scenarios/06.ts';
import { scenario as offlineQuit } from './scenarios/07.ts';

const scenarios: Scenario<OldServer>[] = [signIn, message, answer, burst, restart, cutOff, offlineQuit];
const variants = Object.keys(oldVariants) as OldVariantName[];

describe.each(variants)('two windows, the old system in state «%s»', (variant) => {
  const display = adoptDisplay(inject('display'));

  for (const scenario of scenarios) {
    test(`${scenario.number}: ${scenario.title}`, async () => {
      const result = await runScenarioOn(await OldServer.start(variant), scenario, display);
      expect(result.steps.filter((step) => !step.ok)).toEqual([]);
      expect(result.steps.length).toBeGreaterThan(1);
    });
  }
});
