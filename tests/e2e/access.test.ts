import { describe } from 'vitest';
import { scenario as disabled } from './scenarios/disabled.ts';
import { testScenarios } from './testScenarios.ts';

describe('people come and go', () => {
  testScenarios([disabled]);
});
