import { describe } from 'vitest';
import type { Scenario } from '../support/scenario.ts';
import { scenario as focusRing } from './scenarios/focusRing.ts';
import { scenario as layouts } from './scenarios/layouts.ts';
import { scenario as menuOnFirstLook } from './scenarios/menuOnFirstLook.ts';
import { scenario as typing } from './scenarios/typing.ts';
import { testScenarios } from './testScenarios.ts';

const scenarios: Scenario[] = [typing, layouts, focusRing, menuOnFirstLook];

describe('what hands do', () => {
  testScenarios(scenarios);
});
