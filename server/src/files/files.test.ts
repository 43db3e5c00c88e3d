import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../store/database.ts';
import { GroupCommits } from '../store/groupCommits.ts';
import { Files } from './files.ts';
import { openFolderStore } from './folderStore.ts';

test('files are looked at two at a time, of one person one, and nobody waits behind another one’s', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat3-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const db = await openDatabase(':memory:');
  onTestFinished(() => db.destroy());
  const looking: string[] = [];
  const ends = new Map<string, () => void>();
  const files = new Files({
    db,
    commits: new GroupCommits(db),
    store: await openFolderStore(folder, async () => 1),
    now: () => 1,
    log: { warn() {} } as unknown as FastifyBaseLogger,
    examine: (path) => {
      looking.push(basename(path));
      return new Promise((resolve) => {
        ends.set(basename(path), () => resolve({ mimeType: 'text/plain', kind: 'file' }));
      });
    },
  });
  const finishing: Promise<void>[] = [];
  for (const fileId of ['a1', 'a2', 'a3', 'b1', 'c1']) {
    const [uploaderId = ''] = fileId;
    await db
      .insertInto('users')
      .values({ user_id: uploaderId, phone: uploaderId, name: '', search_key: '', created_at: 1 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await files.begin({ fileId, uploaderId, name: fileId, length: 1 });
    writeFileSync(join(folder, 'uploads', fileId), 'x');
    finishing.push(files.finish(await files.upload(fileId, uploaderId)));
  }
  for (const [ended, now] of [
    ['', ['a1', 'b1']],
    ['a1', ['a1', 'b1', 'c1']],
    ['b1', ['a1', 'b1', 'c1', 'a2']],
    ['c1', ['a1', 'b1', 'c1', 'a2']],
    ['a2', ['a1', 'b1', 'c1', 'a2', 'a3']],
  ] as const) {
    ends.get(ended)?.();
    await expect.poll(() => looking).toEqual(now);
  }
  ends.get('a3')?.();
  await Promise.all(finishing);
  expect((await files.upload('a3', 'a')).finished_at).toBe(1);
});
