import { chmodSync, copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startServer } from '../../../server/src/server.ts';
import { openRaw } from '../../../server/src/store/testing/rawDatabase.ts';
import { call, cast, demoServer, SASHA, signIn, temporaryDirectory } from './support.ts';

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('the data folder', () => {
  test('serves one server at a time', async () => {
    const dataDir = temporaryDirectory();
    const first = await demoServer({ dataDir });
    await expect(startServer({ demo: true, dataDir })).rejects.toThrow('in use by another server');
    expect((await call(first.url, 'GET', '/ready')).status).toBe(200);
    await first.close();
    await demoServer({ dataDir });
  });

  test('is closed to others, also where it was open before', async () => {
    const dataDir = join(temporaryDirectory(), 'a', 'b');
    const first = await startServer({ demo: true, dataDir });
    await first.close();
    chmodSync(dataDir, 0o755);
    for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), 0o644);
    const { sasha } = await cast({ dataDir });
    await sasha.group();
    expect(modeOf(dataDir)).toBe('700');
    const modes = readdirSync(dataDir).map((name) => `${name} ${modeOf(join(dataDir, name))}`);
    expect(modes.sort()).toEqual([
      'chat3.admin 600',
      'chat3.lock 600',
      'chat3.sqlite 600',
      'chat3.sqlite-shm 600',
      'chat3.sqlite-wal 600',
      'files 700',
      'secret.key 600',
    ]);
  });

  test('that is not the server’s alone stays open', async () => {
    const dataDir = temporaryDirectory();
    chmodSync(dataDir, 0o755);
    writeFileSync(join(dataDir, 'letter.txt'), '', { mode: 0o644 });
    await demoServer({ dataDir });
    expect(modeOf(dataDir)).toBe('755');
    expect(modeOf(join(dataDir, 'letter.txt'))).toBe('644');
    expect(modeOf(join(dataDir, 'chat3.sqlite'))).toBe('600');
  });

  test('is one file after a clean end', async () => {
    const [dataDir, copy] = [temporaryDirectory(), temporaryDirectory()];
    const first = await startServer({ demo: true, dataDir });
    const sasha = await signIn(first.url, SASHA);
    const dialogId = await sasha.group();
    await sasha.say(dialogId, 'останется');
    await first.close();
    copyFileSync(join(dataDir, 'chat3.sqlite'), join(copy, 'chat3.sqlite'));
    const second = await demoServer({ dataDir: copy });
    const again = await signIn(second.url, SASHA);
    const { data } = (await again.get(`/messages/dialog/${dialogId}`)).body;
    expect(data[0].content).toBe('останется');
  });

  test.each(['/proc/x', '/proc/self/x/y', '/etc/hostname', '/etc/hostname/x', 'a\0b'])(
    '%j is refused at once',
    async (dataDir) => {
      await expect(startServer({ demo: true, dataDir })).rejects.toThrow(
        /^The data folder .* cannot be used: /s,
      );
    },
  );

  test.each(['chat3.lock', 'chat3.sqlite'])('with rubbish or a folder as %s is refused', async (name) => {
    const [rubbish, folder] = [temporaryDirectory(), temporaryDirectory()];
    writeFileSync(join(rubbish, name), 'x'.repeat(10_000));
    mkdirSync(join(folder, name));
    for (const dataDir of [rubbish, folder]) {
      await expect(startServer({ demo: true, dataDir })).rejects.toThrow(name);
    }
  });
});

describe('the data of a demo', () => {
  test('are not served as real ones, nor real ones as a demo', async () => {
    const [demo, real] = [temporaryDirectory(), temporaryDirectory()];
    await (await startServer({ demo: true, dataDir: demo })).close();
    await expect(startServer({ dataDir: demo })).rejects.toThrow('of a demo');
    await demoServer({ dataDir: demo });

    const sent: string[] = [];
    const codeSender = { send: async (_phone: string, code: string) => void sent.push(code) };
    const server = await startServer({ dataDir: real, registration: 'open', codeSender });
    await call(server.url, 'POST', '/api/auth/request-code', { body: { phone: SASHA, name: 'Саша' } });
    const body = { phone: SASHA, code: sent[0] };
    expect((await call(server.url, 'POST', '/api/auth/verify-code', { body })).status).toBe(200);
    await server.close();
    await expect(startServer({ dataDir: real, demo: true })).rejects.toThrow('of real people');
    await (await startServer({ dataDir: real })).close();
  });

  test('of an earlier version are known as well', async () => {
    const dataDir = temporaryDirectory();
    await (await startServer({ demo: true, dataDir })).close();
    const raw = await openRaw(join(dataDir, 'chat3.sqlite'));
    await raw.run(
      'drop table server_state',
      'drop index dialogs_deleted',
      'alter table dialogs drop column deleted_at',
      'alter table users drop column disabled_at',
      'drop table spent_tokens',
      'drop table audit',
      'drop table codes',
      'create table codes (phone text primary key)',
      'alter table sessions drop column place',
      'drop table events',
      'alter table sessions add column previous_refresh_hash text',
      'drop index messages_removed',
      'alter table messages drop column edited_at',
      'alter table messages drop column removed_at',
      'drop table chat3_dialogs',
      'drop table chat3_messages',
      'drop table chat3_posts',
      'drop table message_files',
      'drop table files',
      "delete from kysely_migration where name >= '0004'",
    );
    await raw.close();
    await expect(startServer({ dataDir })).rejects.toThrow('of a demo');
    await demoServer({ dataDir });
  });
});
