import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { restore } from '../../../server/src/operations/backup.ts';
import { ANDREY, call, demoServer, Ear, SASHA, signIn, stranger, temporaryDirectory } from './support.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

interface Running {
  child: ChildProcess;
  out: () => string;
  error: () => string;
  /** Exit code or signal. */
  ended: Promise<number | string | null>;
}

function run(args: string[], env: Record<string, string> = {}, wrapper: string[] = []): Running {
  const [command = '', ...rest] = [
    ...wrapper,
    process.execPath,
    '--import',
    'tsx',
    'server/src/main.ts',
    ...args,
  ];
  const child = spawn(command, rest, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, error] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    error += chunk.toString();
  });
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, out: () => out, error: () => error, ended };
}

/** Starts a demo server process; resolves with its address when it says that it is ready. */
async function demo(
  dataDir: string,
  port: number,
  env: Record<string, string> = {},
  wrapper: string[] = [],
): Promise<Running & { url: string }> {
  const args = ['--demo', '--world', 'small', '--port', String(port), '--data', dataDir];
  const running = run(args, env, wrapper);
  const url = await new Promise<string>((resolve, reject) => {
    running.child.stdout?.on('data', () => {
      const line = /^CHAT3_SERVER_READY (\{.*\})$/m.exec(running.out())?.[1];
      if (line !== undefined) resolve(JSON.parse(line).url);
    });
    void running.ended.then(() => reject(new Error(running.error())));
  });
  return { ...running, url };
}

describe('the process', () => {
  test('kill -9 in the middle of posting: what was acknowledged is there once, tokens still work', async () => {
    const dataDir = temporaryDirectory();
    const first = await demo(dataDir, 0);
    const port = Number(new URL(first.url).port);
    const [sasha, andrey] = [await signIn(first.url, SASHA), await signIn(first.url, ANDREY)];
    const dialogId = await sasha.group(andrey);
    const ear = await Ear.connect(first.url, andrey.token, { reconnection: true, reconnectionDelay: 50 });

    const acknowledged = new Set<string>();
    const lost: string[] = [];
    const send = async (worker: number) => {
      for (let index = 0; ; index += 1) {
        const key = `${worker}-${index}`;
        try {
          const answer = await sasha.post(`/messages/dialog/${dialogId}`, {
            content: key,
            meta: { clientMessageId: key },
          });
          expect(answer.status).toBe(201);
          acknowledged.add(key);
        } catch {
          lost.push(key);
          return;
        }
      }
    };
    const sending = [0, 1, 2, 3].map(send);
    await ear.hear('message:new', (message) => message.seq >= 100);
    first.child.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    await Promise.all(sending);

    const second = await demo(dataDir, port);
    expect(second.url).toBe(first.url);
    for (const key of lost) {
      const answer = await sasha.post(`/messages/dialog/${dialogId}`, {
        content: key,
        meta: { clientMessageId: key },
      });
      expect([200, 201]).toContain(answer.status);
    }
    const contents: string[] = [];
    for (let since = 0; ; since += 100) {
      const page = (await andrey.get(`/messages/dialog/${dialogId}?since=${since}&limit=100`)).body.data;
      for (const message of page) {
        if (message.type === 'text') contents.push(message.content);
        expect(message.seq).toBe(contents.length + 1);
      }
      if (page.length < 100) break;
    }
    expect(contents.length).toBeGreaterThanOrEqual(100);
    expect([...contents].sort()).toEqual([...acknowledged, ...lost].sort());
    // The same socket object comes back by itself, with the old token.
    await expect.poll(() => ear.all('server:hello').length, { timeout: 10_000 }).toBe(2);
    // And the demo people were not seeded a second time.
    const shared = (await sasha.get('/dialogs')).body.data.filter(
      (item: { dialogName: string }) => item.dialogName === 'Общий',
    );
    expect(shared).toHaveLength(1);
    expect(shared[0].headSeq).toBe(2);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s with sockets open', async (signal) => {
    const server = await demo(temporaryDirectory(), 0);
    const sasha = await signIn(server.url, SASHA);
    const ear = await sasha.connect();
    server.child.kill(signal);
    expect(await server.ended).toBe(0);
    // Not a goodbye: clients come back by themselves.
    expect(await ear.hear('disconnect')).toBe('transport close');
    expect(server.out()).toBe(`CHAT3_SERVER_READY {"url":"${server.url}"}\n`);
  });

  test('SIGTERM with 64 posts in flight: all are answered, heard and stored', async () => {
    const dataDir = temporaryDirectory();
    const server = await demo(dataDir, 0, { LOG_LEVEL: 'debug' });
    const [sasha, andrey] = [await signIn(server.url, SASHA), await signIn(server.url, ANDREY)];
    const dialogId = await sasha.group(andrey);
    const ear = await andrey.connect();
    const other = await stranger(dataDir);
    await other.run('begin immediate');
    const path = `/messages/dialog/${dialogId}`;
    const posts = Array.from({ length: 64 }, (_, index) => sasha.post(path, { content: `№ ${index}` }));
    const arrived = () => server.error().split(`"dialogId":"${dialogId}","msg":"asked"`).length - 1;
    await expect.poll(arrived, { timeout: 30_000 }).toBe(64);
    server.child.kill('SIGTERM');
    const isRefused = () =>
      call(server.url, 'GET', '/health').then(
        () => false,
        () => true,
      );
    await expect.poll(isRefused, { timeout: 30_000 }).toBe(true);
    await other.run('commit');
    const answers = await Promise.all(posts);
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
    expect(await server.ended).toBe(0);
    expect(await ear.hear('disconnect')).toBe('transport close');
    expect(ear.all('message:new').filter((message) => message.type === 'text')).toHaveLength(64);
    const again = await demoServer({ dataDir });
    const { headSeq } = (await (await signIn(again.url, SASHA)).get(`${path}?limit=1`)).body;
    expect(headSeq).toBe(65);
  });

  test('a disk that takes no more is said so; reading goes on, and nothing acknowledged is lost (P2.9)', async () => {
    const dataDir = temporaryDirectory();
    // No file of the process may grow beyond a megabyte.
    const limited = ['bash', '-c', 'ulimit -f 1000; exec "$@"', 'bash'];
    const server = await demo(dataDir, 0, {}, limited);
    const sasha = await signIn(server.url, SASHA);
    const dialogId = await sasha.group();
    const path = `/messages/dialog/${dialogId}`;
    const post = () => sasha.post(path, { content: 'x'.repeat(10_000) });
    let [last, answer] = [1, await post()];
    for (; answer.status === 201; answer = await post()) last = answer.body.data.seq;
    for (const refused of [answer, await post()]) {
      expect([503, 507]).toContain(refused.status);
      expect(refused.body).toMatchObject({ success: false, code: expect.stringMatching(/^storage_/) });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await sasha.get(`${path}?limit=1`)).body.headSeq).toBe(last);
    expect((await call(server.url, 'GET', '/health')).status).toBe(200);
    server.child.kill('SIGKILL');
    await server.ended;
    const again = await signIn((await demoServer({ dataDir })).url, SASHA);
    expect((await again.get(`${path}?limit=1`)).body.headSeq).toBe(last);
    expect((await again.post(path, { content: 'снова есть место' })).status).toBe(201);
  });

  test('logs neither texts nor codes nor tokens', async () => {
    const server = await demo(temporaryDirectory(), 0, { LOG_LEVEL: 'debug' });
    const sasha = await signIn(server.url, SASHA);
    const dialogId = await sasha.group();
    await sasha.say(dialogId, 'совершенно секретно');
    await sasha.get('/users?search=секретный');
    await call(server.url, 'POST', '/api/auth/verify-code', { body: { phone: SASHA, code: '9876' } });
    server.child.kill('SIGTERM');
    await server.ended;
    expect(server.error()).toContain('"statusCode":201');
    const secrets = [
      'секрет',
      encodeURIComponent('секрет'),
      '9876',
      sasha.token,
      sasha.signedIn.refreshToken,
    ];
    // A time may happen to end in the digits of a code.
    const said = server.error().replaceAll(/"(?:time|pid|responseTime)":[\d.]+/g, '');
    for (const secret of secrets) expect(said).not.toContain(secret);
  });

  test.each([
    [['--demo', '--host', '0.0.0.0'], {}, 'listens on this computer only'],
    [['--demo', '--host', '192.0.2.1'], {}, 'listens on this computer only'],
    [['--demo'], { HOST: '::' }, 'listens on this computer only'],
    [['--port', '99999'], {}, 'PORT must be between 0 and 65535.'],
    [['--port', 'abc'], {}, 'PORT must be a number.'],
    [['--nonsense'], {}, '--nonsense'],
    [[], { REGISTRATION: 'maybe' }, 'REGISTRATION must be invited or open.'],
    [[], { CODE_SENDER: 'http' }, 'CODE_SENDER_URL'],
  ])('refuses %j %j with a sentence', async (args, env, sentence) => {
    const dataDir = temporaryDirectory();
    const running = run(['--port', '0', '--data', dataDir, ...args], env as Record<string, string>);
    expect(await running.ended).toBe(1);
    expect(running.error()).toContain(sentence);
    expect(running.error()).not.toMatch(/\n\s+at /);
    expect(running.out()).toBe('');
  });

  test('a second one on the same data is refused, and takes over what a killed one left', async () => {
    const dataDir = temporaryDirectory();
    const first = await demo(dataDir, 0);
    const second = run(['--demo', '--port', '0', '--data', dataDir]);
    expect(await second.ended).toBe(1);
    expect(second.error()).toContain('in use by another server');
    expect(second.error()).not.toMatch(/\n\s+at /);
    first.child.kill('SIGKILL');
    await first.ended;
    const third = await demo(dataDir, 0);
    expect((await call(third.url, 'GET', '/ready')).status).toBe(200);
  });

  test('a backup made while people post is whole, and can be restored', async () => {
    const [dataDir, restored] = [temporaryDirectory(), temporaryDirectory()];
    const file = join(temporaryDirectory(), 'backup.sqlite');
    const server = await demo(dataDir, 0);
    const sasha = await signIn(server.url, SASHA);
    const dialogId = await sasha.group();
    let [acknowledged, isOver] = [0, false];
    const posting = (async () => {
      while (!isOver) acknowledged = (await sasha.say(dialogId, 'слово')).seq;
    })();
    await expect.poll(() => acknowledged, { timeout: 30_000 }).toBeGreaterThan(20);
    const before = acknowledged;
    const backup = run(['backup', file, '--data', dataDir]);
    expect(await backup.ended).toBe(0);
    expect(backup.out()).toContain(file);
    const after = acknowledged;
    isOver = true;
    await posting;
    expect(after).toBeGreaterThan(before);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    await expect(restore(dataDir, file)).rejects.toThrow('in use by another server');
    await restore(restored, file);
    const second = await demoServer({ dataDir: restored });
    const again = await signIn(second.url, SASHA);
    const { headSeq } = (await again.get(`/messages/dialog/${dialogId}?limit=1`)).body;
    expect(headSeq).toBeGreaterThanOrEqual(before);
    for (let since = 0; since < headSeq; since += 100) {
      const page = (await again.get(`/messages/dialog/${dialogId}?since=${since}&limit=100`)).body.data;
      expect(page).toHaveLength(Math.min(100, headSeq - since));
    }
  });

  test('a port in use is a sentence', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    onTestFinished(() => void blocker.close());
    const address = blocker.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const running = run(['--demo', '--port', String(port), '--data', temporaryDirectory()]);
    expect(await running.ended).toBe(1);
    expect(running.error()).toContain('the port is already in use');
  });
});
