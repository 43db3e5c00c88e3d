import { describe } from 'vitest';
import { scenario as report } from './scenarios/report.ts';
import { testScenarios } from './testScenarios.ts';

describe('diagnostics', () => testScenarios([report]));
