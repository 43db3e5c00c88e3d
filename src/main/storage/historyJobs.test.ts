import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { StoredJob } from '../chat/store.ts';
import { migrate, openDatabase } from './database.ts';
import { openHistory } from './history.ts';
import { historySchema } from './historySchema.ts';

/** The steps of the versions that kept sends alone. */
const stepsBefore = historySchema.findIndex((step) => step.includes('CREATE TABLE jobs'));

function newFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'chat3-jobs-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return join(directory, 'history.db');
}

const job: StoredJob = {
  id: 'reaction key',
  kind: 'react',
  dialogId: 'dlg_1',
  queuedAt: 1,
  attempts: 0,
  ambiguous: false,
  held: false,
  dependsOn: ['written'],
  payload: { messageKey: 'key', emoji: '🔥' },
};

test('what an earlier version had queued is still queued, as it was', () => {
  const file = newFile();
  const before = openDatabase({ file });
  migrate(before, historySchema.slice(0, stepsBefore));
  for (const [id, queuedAt, attempts, ambiguous, held] of [
    ['second', 20, 2, 1, 0],
    ['first', 10, 0, 0, 1],
  ] as const) {
    before.run(
      `INSERT INTO outbox (client_message_id, message_key, dialog_id, queued_at, attempts, ambiguous, held)
       VALUES (?, ?, 'dlg_1', ?, ?, ?, ?)`,
      [id, `key of ${id}`, queuedAt, attempts, ambiguous, held],
    );
  }
  before.close();
  const store = openHistory({ file, key: null });
  const send = { kind: 'send', dialogId: 'dlg_1', dependsOn: [] };
  expect(store.jobs()).toEqual([
    {
      ...send,
      id: 'first',
      queuedAt: 10,
      attempts: 0,
      ambiguous: false,
      held: true,
      payload: { messageKey: 'key of first' },
    },
    {
      ...send,
      id: 'second',
      queuedAt: 20,
      attempts: 2,
      ambiguous: true,
      held: false,
      payload: { messageKey: 'key of second' },
    },
  ]);
  store.close();
});

test('a job is kept as it was last saved, whatever its kind', () => {
  const file = newFile();
  const store = openHistory({ file, key: null });
  store.saveJob(job);
  const changed = { ...job, attempts: 1, ambiguous: true, dependsOn: [], payload: { any: ['thing', null] } };
  store.saveJob(changed);
  store.close();
  const again = openHistory({ file, key: null });
  expect(again.jobs()).toEqual([changed]);
  again.removeJob(job.id);
  expect(again.jobs()).toEqual([]);
  again.close();
});

test('a damaged job is left out, and the others are read', () => {
  const file = newFile();
  const store = openHistory({ file, key: null });
  for (const id of ['damaged payload', 'damaged order', 'whole']) store.saveJob({ ...job, id });
  store.close();
  const database = openDatabase({ file });
  database.run("UPDATE jobs SET payload = '{' WHERE id = 'damaged payload'");
  database.run("UPDATE jobs SET depends_on = '[1]' WHERE id = 'damaged order'");
  database.close();
  const again = openHistory({ file, key: null });
  expect(again.jobs()).toEqual([{ ...job, id: 'whole' }]);
  again.close();
});
