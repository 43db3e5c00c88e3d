import { describe } from 'vitest';
import type { Scenario } from '../support/scenario.ts';
import { scenario as deepLinks } from './scenarios/deepLinks.ts';
import { scenario as search } from './scenarios/search.ts';
import { scenario as sleep } from './scenarios/sleep.ts';
import { scenario as spelling } from './scenarios/spelling.ts';
import { scenario as windowMemory } from './scenarios/windowMemory.ts';
import { testScenarios } from './testScenarios.ts';

const scenarios: Scenario[] = [deepLinks, windowMemory, spelling, search, sleep];

describe('the app and the desktop around it', () => {
  testScenarios(scenarios);
});
