import { describe } from 'vitest';
import { scenario as copying } from './scenarios/copying.ts';
import { scenario as textOnScreen } from './scenarios/textOnScreen.ts';
import { testScenarios } from './testScenarios.ts';

describe('text', () => {
  testScenarios([textOnScreen, copying]);
});
