import { describe, expect, inject, test } from 'vitest';
import { adoptDisplay } from '../support/display.ts';
import { runScenario, type Scenario } from '../support/scenario.ts';
import { scenario as settings } from './scenarios/notificationsBySettings.ts';
import { scenario as late } from './scenarios/notificationsLate.ts';
import { scenario as summary } from './scenarios/notificationsSummary.ts';
import { scenario as withoutDaemon } from './scenarios/notificationsWithoutDaemon.ts';

const scenarios: Scenario[] = [settings, summary, withoutDaemon, late];

describe.runIf(process.platform === 'linux')('notifications, by a daemon that records them', () => {
  const display = adoptDisplay(inject('display'));

  test.each(scenarios)('$number: $title', async (scenario) => {
    const result = await runScenario(scenario, display);
    expect(result.steps.filter((step) => !step.ok)).toEqual([]);
    expect(result.steps.length).toBeGreaterThan(1);
  });
});
