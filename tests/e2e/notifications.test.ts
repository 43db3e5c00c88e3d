import { describe } from 'vitest';
import type { Scenario } from '../support/scenario.ts';
import { scenario as mentions } from './scenarios/mentions.ts';
import { scenario as mentionsLegacy } from './scenarios/mentionsLegacy.ts';
import { scenario as settings } from './scenarios/notificationsBySettings.ts';
import { scenario as late } from './scenarios/notificationsLate.ts';
import { scenario as summary } from './scenarios/notificationsSummary.ts';
import { scenario as withoutDaemon } from './scenarios/notificationsWithoutDaemon.ts';
import { testScenarios } from './testScenarios.ts';

const scenarios: Scenario[] = [settings, summary, withoutDaemon, late, mentions, mentionsLegacy];

describe.runIf(process.platform === 'linux')('notifications, by a daemon that records them', () => {
  testScenarios(scenarios);
});
