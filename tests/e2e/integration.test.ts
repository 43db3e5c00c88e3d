import { describe, expect, inject, test } from 'vitest';
import { adoptDisplay } from '../support/display.ts';
import { runScenario, type Scenario } from '../support/scenario.ts';
import { scenario as deepLinks } from './scenarios/deepLinks.ts';
import { scenario as sleep } from './scenarios/sleep.ts';
import { scenario as spelling } from './scenarios/spelling.ts';
import { scenario as windowMemory } from './scenarios/windowMemory.ts';

const scenarios: Scenario[] = [deepLinks, windowMemory, spelling, sleep];

describe('the app and the desktop around it', () => {
  const display = adoptDisplay(inject('display'));

  test.each(scenarios)('$number: $title', async (scenario) => {
    const result = await runScenario(scenario, display);
    expect(result.steps.filter((step) => !step.ok)).toEqual([]);
    expect(result.steps.length).toBeGreaterThan(1);
  });
});
