import { describe } from 'vitest';
import { scenario as trace } from './scenarios/trace.ts';
import { testScenarios } from './testScenarios.ts';

describe('the way of a message', () => {
  testScenarios([trace]);
});
