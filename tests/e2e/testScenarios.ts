import { expect, inject, test } from 'vitest';
import { adoptDisplay } from '../support/display.ts';
import { runScenario, type Scenario } from '../support/scenario.ts';

/** One test a scenario, on one display. */
export function testScenarios(scenarios: readonly Scenario[]): void {
  const display = adoptDisplay(inject('display'));

  for (const scenario of scenarios) {
    const { number, title, timeLimitMs } = scenario;
    const options = timeLimitMs === undefined ? {} : { timeout: timeLimitMs };
    test(`${number}: ${title}`, options, async () => {
      const result = await runScenario(scenario, display);
      expect(result.steps.filter((step) => !step.ok)).toEqual([]);
      expect(result.steps.length).toBeGreaterThan(1);
    });
  }
}
