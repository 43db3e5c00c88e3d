import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../../server/src/server.ts';
import { createFaultProxy } from '../../chaos/faultProxy.ts';
import type { FileSenderOptions } from '../../support/fileSender.ts';
import { createPerson } from './person.ts';

const bytes = 25 * 1024 * 1024;
/** Slower by the environment: a link of 1 MB/s takes half a minute. */
const bytesPerSecond = Number(process.env['CHAT3_LINK_BYTES'] ?? 8_000_000);
/** After so many bytes the connection breaks, and the program is killed. */
const cuts = [3_000_000, 11_000_000, 24_000_000];
const killAfter = 17_000_000;

test('25 MB over a link that breaks three times, sent by a program that is killed: whole, and hardly a byte twice (S20.2)', {
  timeout: 5 * 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat3-large-'));
  const server = await startServer({ demo: true, port: 0, dataDir: join(folder, 'server') });
  const proxy = await createFaultProxy({ targetPort: () => Number(new URL(server.url).port) });
  const reader = await createPerson({ server: server.url, phone: '79777777777' });
  onTestFinished(async () => {
    reader.stop();
    await proxy.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await reader.live();
  reader.opened((await reader.dialog('Общий')).dialogId);
  const content = randomBytes(bytes);
  const file = join(folder, 'file.bin');
  writeFileSync(file, content);
  proxy.slow({ delayMs: 10, bytesPerSecond });

  let sent = 0;
  const left = [...cuts];
  let killed = false;
  const options: FileSenderOptions = {
    directory: join(folder, 'sender'),
    server: proxy.url,
    phone: '79111111111',
    chat: 'Общий',
    file,
  };

  /** Runs until it says that all is there, or until it is killed. */
  function run(): Promise<'whole' | 'killed'> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'tests/support/fileSender.ts', JSON.stringify(options)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    return new Promise((resolve, reject) => {
      let isWhole = false;
      createInterface({ input: child.stdout }).on('line', (line) => {
        isWhole ||= line === 'whole';
        // What a cut took is counted as if all of it had gone.
        sent += Number(/^sent (\d+)$/.exec(line)?.[1] ?? 0);
        const [next] = left;
        if (next !== undefined && sent >= next) {
          left.shift();
          proxy.reset();
        }
        if (!killed && sent >= killAfter) {
          killed = true;
          child.kill('SIGKILL');
          // The original is of no use to it any more.
          rmSync(file, { force: true });
        }
      });
      child.on('close', () => {
        if (isWhole) resolve('whole');
        else if (killed) resolve('killed');
        else reject(new Error('The sender ended by itself'));
      });
    });
  }

  expect(await run()).toBe('killed');
  expect(await run()).toBe('whole');
  expect(left).toEqual([]);
  const message = await reader.until('the message', () =>
    reader.shown().find(({ content: text, attachments }) => text === 'Большой файл' && attachments),
  );
  const { id } = await reader.files.account().stored(message.attachments?.[0]?.fileId ?? '', 'content');
  const came = await reader.files.account().read(id, 0, bytes);
  expect(createHash('sha256').update(came).digest('hex')).toBe(
    createHash('sha256').update(content).digest('hex'),
  );
  expect(sent / bytes).toBeLessThanOrEqual(1.1);
});
