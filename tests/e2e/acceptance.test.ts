import { describe } from 'vitest';
import type { Scenario } from '../support/scenario.ts';
import { scenario as signIn } from './scenarios/01.ts';
import { scenario as message } from './scenarios/02.ts';
import { scenario as answer } from './scenarios/03.ts';
import { scenario as burst } from './scenarios/04.ts';
import { scenario as restart } from './scenarios/05.ts';
import { scenario as cutOff } from './scenarios/06.ts';
import { scenario as offlineQuit } from './scenarios/07.ts';
import { scenario as offlineQuitLegacy } from './scenarios/07Legacy.ts';
import { scenario as hotReload } from './scenarios/08.ts';
import { scenario as unread } from './scenarios/09.ts';
import { scenario as typing } from './scenarios/10.ts';
import { scenario as reader } from './scenarios/11.ts';
import { scenario as badInput } from './scenarios/badInput.ts';
import { scenario as editing } from './scenarios/editing.ts';
import { scenario as groups } from './scenarios/groups.ts';
import { scenario as keyboard } from './scenarios/keyboard.ts';
import { scenario as killApp } from './scenarios/killApp.ts';
import { scenario as killServer } from './scenarios/killServer.ts';
import { scenario as largeHistory } from './scenarios/largeHistory.ts';
import { scenario as quoting } from './scenarios/quoting.ts';
import { scenario as undo } from './scenarios/undo.ts';
import { testScenarios } from './testScenarios.ts';

const scenarios: Scenario[] = [
  signIn,
  message,
  answer,
  burst,
  restart,
  cutOff,
  offlineQuit,
  offlineQuitLegacy,
  hotReload,
  unread,
  typing,
  reader,
  largeHistory,
  editing,
  quoting,
  undo,
  groups,
  keyboard,
  killServer,
  killApp,
  badInput,
];

describe('two windows, one server', () => {
  testScenarios(scenarios);
});
