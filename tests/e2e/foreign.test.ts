import { expect, inject, test } from 'vitest';
import { createObserver } from '../chaos/observer.ts';
import { startOldBackend } from '../fixtures/oldBackend.ts';
import { createRandom } from '../simulation/virtualClock.ts';
import { adoptDisplay } from '../support/display.ts';
import { ForeignServer } from '../support/foreign/foreignServer.ts';
import { oldTruth, ownTruth } from '../support/foreign/truth.ts';
import { aleksandr, andrey, demoCode, sharedChat } from '../support/people.ts';
import { runScenarioOn } from '../support/scenario.ts';
import { ServerProcess } from '../support/server.ts';
import { scenario as message } from './scenarios/02.ts';

/** Plays scenario 2 there, and compares what the server has of all other chats. */
async function playOn(url: string, truth: () => unknown): Promise<void> {
  const observer = await createObserver(() => url);
  const { data } = await observer.ask('GET', '/users?search=&limit=50');
  const ids = [aleksandr, andrey].map(
    ({ name }) => data.find((user: { name: string }) => user.name === name).userId,
  );
  const dialogId = await observer.createDialog('Бухгалтерия', ids);
  for (const text of ['раз', 'два', 'три']) await observer.post(dialogId, text);
  const before = await truth();
  const foreign = await ForeignServer.open({
    address: url,
    phones: [aleksandr.phone, andrey.phone],
    askCode: async () => demoCode,
    now: new Date(),
  });
  const result = await runScenarioOn(foreign, message, adoptDisplay(inject('display')), { pictures: false });
  expect(result.steps.filter((step) => !step.ok)).toEqual([]);
  expect(result.steps.map(({ seen }) => seen)).toContain('ничего: чат удалён');
  expect(await truth()).toEqual(before);
}

test('two windows on our server as on somebody else’s: nothing is left, nothing else was written (S24.6)', async () => {
  const server = await ServerProcess.start();
  try {
    await playOn(server.url, () => ownTruth(server.databaseFile));
  } finally {
    await server.close();
  }
});

test('the same on the old system (S24.6)', async () => {
  const old = await startOldBackend({ random: createRandom(1), variant: 'c', brokerChance: 1 });
  try {
    const [a = '', b = ''] = [aleksandr, andrey].map(
      ({ phone, name }) => old.state.addUser(phone, name).userId,
    );
    old.state.addDialog(sharedChat, a, [b]);
    await playOn(old.url, () => oldTruth(old.state));
  } finally {
    await old.close();
  }
});
