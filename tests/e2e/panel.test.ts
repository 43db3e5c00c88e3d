import { scenario as panel } from './scenarios/panel.ts';
import { testScenarios } from './testScenarios.ts';

testScenarios([panel]);
