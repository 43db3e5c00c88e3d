import { describe, expect, inject, test } from 'vitest';
import { adoptDisplay } from '../support/display.ts';
import { OldServer } from '../support/oldServer.ts';
import { runScenarioOn } from '../support/scenario.ts';
import { scenario as files } from './scenarios/files.ts';
import { scenario as filesOffline } from './scenarios/filesOffline.ts';
import { scenario as filesOldServer } from './scenarios/filesOldServer.ts';
import { testScenarios } from './testScenarios.ts';

describe('files', () => {
  testScenarios([files, filesOffline]);

  test(`${filesOldServer.number}: ${filesOldServer.title}`, async () => {
    const server = await OldServer.start({ variant: 'c' });
    const result = await runScenarioOn(server, filesOldServer, adoptDisplay(inject('display')));
    expect(result.steps.filter((step) => !step.ok)).toEqual([]);
    expect(result.steps.length).toBeGreaterThan(1);
  });
});
