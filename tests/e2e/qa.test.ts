import { describe } from 'vitest';
import { scenario as ledger } from './scenarios/ledger.ts';
import { scenario as panel } from './scenarios/panel.ts';
import { scenario as report } from './scenarios/report.ts';
import { scenario as trace } from './scenarios/trace.ts';
import { testScenarios } from './testScenarios.ts';

describe('proof by looking', () => {
  testScenarios([trace, ledger, report, panel]);
});
