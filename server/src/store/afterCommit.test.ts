import { expect, test } from 'vitest';
import { record } from '../audit.ts';
import type { ServerContext } from '../context.ts';
import { afterCommit } from './afterCommit.ts';
import { listAudit } from './audit.ts';
import type { Commits } from './commits.ts';
import { ObservedCommits } from './observedCommits.ts';
import { openTestDatabase } from './testing/testDatabase.ts';

const observer = { committed: () => undefined, delivered: () => undefined };

test('what is to be done after the commit of a unit that is run again is done once', async () => {
  const again: Commits = {
    run: async (work, publish) => {
      const trx = {} as Parameters<typeof work>[0];
      await work(trx);
      const result = await work(trx);
      publish?.(result);
      return result;
    },
    idle: async () => undefined,
  };
  const done: string[] = [];
  await new ObservedCommits(again, observer).run(async (trx) => afterCommit(trx, () => done.push('told')));
  expect(done).toEqual(['told']);
});

test('the log has the audit lines that are stored, and none of a unit that was undone beside them', async () => {
  const { db, commits } = await openTestDatabase();
  const observed = new ObservedCommits(commits, observer);
  const logged: unknown[] = [];
  const log = { info: ({ audit }: { audit: { detail: string } }) => logged.push(audit.detail) };
  const context = { now: () => 1, log: log as unknown as ServerContext['log'] };
  const note = (detail: string, isUndone = false) =>
    observed.run(async (trx) => {
      await record(context, trx, { action: 'limit', actor: '', detail });
      if (isUndone) throw new Error('undone');
    });
  const units = await Promise.allSettled([note('one'), note('two', true), note('three')]);
  expect(units.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const stored = (await listAudit(db, { limit: 10 })).map(({ detail }) => detail);
  expect(stored.sort()).toEqual(['one', 'three']);
  expect(logged.sort()).toEqual(['one', 'three']);
});
