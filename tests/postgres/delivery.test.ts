import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { runAdmin } from '../../server/src/admin/main.ts';
import { ownBackend } from '../../server/src/backend/own/ownBackend.ts';
import type { ServerContext } from '../../server/src/context.ts';
import { noBus } from '../../server/src/relay/bus.ts';
import { changesBy, type Relay } from '../../server/src/relay/relay.ts';
import { SharedRelay } from '../../server/src/relay/sharedRelay.ts';
import { openDatabase } from '../../server/src/store/database.ts';
import { PostgresCommits } from '../../server/src/store/postgresCommits.ts';
import type { Db } from '../../server/src/store/schema.ts';
import { freshDatabase } from '../../server/src/store/testing/testDatabase.ts';
import { createFaultProxy } from '../chaos/faultProxy.ts';
import {
  cast,
  databaseOf,
  demoServer,
  Ear,
  Person,
  temporaryDirectory,
} from '../integration/server/support.ts';
import { RedisServer } from '../support/redis.ts';

// What a relay and a backend write to the log is nobody's claim here.
const silent = { info() {}, warn() {}, error() {} } as unknown as ServerContext['log'];

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.close());

/** Александр is at one node, Андрей at another. */
async function twoNodes(redisOfTheOther = redis.url) {
  const dataDir = temporaryDirectory();
  const { server, url, sasha, andrey, maria } = await cast({ dataDir, redisUrl: redis.url });
  const other = await demoServer({ dataDir, redisUrl: redisOfTheOther });
  const there = new Person(other.url, andrey.signedIn);
  const dialogId = await sasha.group(andrey);
  const ear = await Ear.connect(other.url, there.token, {
    auth: { token: there.token, features: ['changes'] },
  });
  await ear.ask('dialog:join', dialogId);
  return { server, url, otherUrl: other.url, sasha, andrey: there, maria, dialogId, ear, dataDir };
}

/** A node that has just started hears of the others when Redis is reached: in the first view, or after it. */
const sees = (ear: Ear, { userId }: Person) =>
  Promise.any([
    ear.hear('presence:snapshot', ({ userIds }) => userIds.includes(userId)),
    ear.hear('user:online', (user) => user.userId === userId),
  ]);

/** Which of these texts were heard, as often as they were. */
const said = (ear: Ear, ...texts: string[]) =>
  ear
    .all('message:new')
    .map(({ content }) => content)
    .filter((content) => texts.includes(content));

test('what happens at one node is heard at the other: messages, reactions, marks, typing, names, membership', async () => {
  const { sasha, andrey, maria, dialogId, ear } = await twoNodes();
  const message = await sasha.say(dialogId, 'раз');
  expect((await ear.hear('message:new', ({ content }) => content === 'раз')).messageId).toBe(
    message.messageId,
  );
  await sasha.post(`/messages/${message.messageId}/reactions`, { reaction: '👍' });
  expect((await ear.hear('message:reaction')).reactionCounts).toEqual({ '👍': 1 });
  const own = await andrey.say(dialogId, 'два');
  await sasha.post(`/dialogs/${dialogId}/read`, { seq: own.seq });
  expect(await ear.hear('dialog:marks', ({ readSeq }) => readSeq === own.seq)).toMatchObject({
    userId: sasha.userId,
  });
  const talker = await sasha.connect();
  talker.socket.emit('typing:start', { dialogId });
  expect((await ear.hear('typing:start')).userName).toBe(sasha.name);
  await sasha.patch(`/dialogs/${dialogId}`, { name: 'Другое имя' });
  await ear.hear('chat3:update', ({ eventType }) => eventType === 'dialog.update');
  await sasha.post(`/dialogs/${dialogId}/members`, { userId: maria.userId });
  await ear.hear('chat3:update', ({ eventType }) => eventType === 'dialog.member.add');
  expect(ear.all('message:new').map(({ content }) => content)).toHaveLength(
    new Set(ear.all('message:new').map(({ messageId }) => messageId)).size,
  );
});

test('whoever is put out at one node hears nothing more at the other (P7.6)', async () => {
  const { sasha, andrey, dialogId, ear } = await twoNodes();
  await sasha.delete(`/dialogs/${dialogId}/members/${andrey.userId}`);
  await ear.hear('chat3:update', ({ eventType }) => eventType === 'dialog.member.remove');
  await sasha.say(dialogId, 'без него');
  const direct = await sasha.post('/dialogs', { name: 'Вдвоём', kind: 'direct', memberIds: [andrey.userId] });
  await sasha.say(direct.body.data.dialogId, 'после');
  await ear.hear('message:new', ({ content }) => content === 'после');
  expect(ear.all('message:new').map(({ content }) => content)).not.toContain('без него');
  expect(await ear.ask('dialog:join', dialogId)).toMatchObject({ ok: false });
});

test('a session that is ended at one node ends its sockets at the other (P7.28)', async () => {
  const { sasha, andrey, ear, url } = await twoNodes();
  await new Person(url, andrey.signedIn).post('/auth/logout');
  await ear.hear('disconnect');
  expect((await sasha.get('/auth/me')).status).toBe(200);
});

test('somebody is online while one device is connected at whichever node (P7.8)', async () => {
  const { server, sasha, andrey, url, otherUrl } = await twoNodes();
  const watching = await sasha.connect();
  await sees(watching, andrey);
  const here = await Ear.connect(url, andrey.token);
  const second = await Ear.connect(otherUrl, sasha.token);
  await sees(second, andrey);
  const connected = server.socketCount();
  here.socket.disconnect();
  await expect.poll(() => server.socketCount()).toBe(connected - 1);
  await watching.caughtUp();
  expect(watching.all('user:offline')).toEqual([]);
});

test('the last device of somebody takes them offline at every node', async () => {
  const { sasha, andrey, ear } = await twoNodes();
  const watching = await sasha.connect();
  await sees(watching, andrey);
  ear.socket.disconnect();
  expect(await watching.hear('user:offline')).toEqual({ userId: andrey.userId });
});

test('while Redis is away, and silent, messages come a little later, each once', async () => {
  const { sasha, dialogId, ear } = await twoNodes();
  const say = async (content: string) => {
    await sasha.say(dialogId, content);
    await ear.hear('message:new', (message) => message.content === content);
  };
  await say('с ним');
  await redis.kill();
  await say('без него');
  await redis.startAgain();
  redis.pause(true);
  await say('он молчит');
  redis.pause(false);
  await say('снова с ним');
  expect(said(ear, 'с ним', 'без него', 'он молчит', 'снова с ним')).toEqual([
    'с ним',
    'без него',
    'он молчит',
    'снова с ним',
  ]);
});

test('a node whose line to Redis is silent hears everything, a little later', async () => {
  const link = await createFaultProxy({ targetPort: () => redis.port });
  onTestFinished(() => link.close());
  const { sasha, dialogId, ear } = await twoNodes(link.url.replace('http:', 'redis:'));
  const say = async (content: string) => {
    await sasha.say(dialogId, content);
    await ear.hear('message:new', (message) => message.content === content);
  };
  await say('с ней');
  link.swallow(true);
  const silent = Array.from({ length: 30 }, (_, index) => `без неё ${index}`);
  for (const content of silent) await say(content);
  link.swallow(false);
  await say('снова');
  expect(said(ear, 'с ней', ...silent, 'снова')).toEqual(['с ней', ...silent, 'снова']);
});

test('what a node committed before it died is told by another within five seconds', async () => {
  const dataDir = temporaryDirectory();
  const { sasha } = await cast({ dataDir, redisUrl: redis.url });
  const dialogId = await sasha.group();
  const ear = await sasha.connect();

  const db = await openDatabase(await databaseOf(dataDir));
  onTestFinished(() => db.destroy());
  const dying = ownBackend({
    db,
    change: changesBy(new PostgresCommits(db), relayThatDies(db)),
    now: Date.now,
    limits: { editMinutes: 1, deleteMinutes: 1 },
    log: silent,
    removeDeleted: () => undefined,
    removeFiles: () => undefined,
  });
  const began = performance.now();
  const message = {
    dialogId,
    content: 'завещание',
    type: 'text',
    meta: {},
    fileIds: [],
    clientMessageId: null,
  };
  await dying.post(sasha.userId, message);
  await ear.hear('message:new', ({ content }) => content === 'завещание');
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('a node that could not look for half a minute lets its sockets go: what they missed may be gone', async () => {
  const db = await openDatabase(await freshDatabase());
  onTestFinished(() => db.destroy());
  let now = 0;
  const relay = new SharedRelay({ db, bus: noBus, log: silent, elapsed: () => now });
  onTestFinished(() => relay.end());
  let missed = 0;
  relay.listen(
    () => undefined,
    () => {
      missed += 1;
    },
  );
  await relay.start();
  now = 29_000;
  // A look takes a second of real time.
  const looks = vi.spyOn(db, 'selectFrom');
  await expect.poll(() => looks.mock.calls.length, { timeout: 10_000 }).toBe(1);
  expect(missed).toBe(0);
  now = 61_000;
  await expect.poll(() => missed, { timeout: 10_000 }).toBe(1);
});

/** Of a process that ends after the commit, before anything is told. */
function relayThatDies(db: Db): Relay {
  const relay = new SharedRelay({ db, bus: noBus, log: silent, elapsed: () => performance.now() });
  onTestFinished(() => relay.end());
  relay.tell = () => undefined;
  return relay;
}

test('an administrator beside the servers of a PostgreSQL closes an account: its sockets end wherever they are (P7.24)', async () => {
  const { andrey, ear, dataDir } = await twoNodes();
  const environment = { DATABASE_URL: await databaseOf(dataDir), DEMO: '1', LOG_LEVEL: 'silent' };
  expect(await runAdmin(['user', 'disable', andrey.userId], environment)).toBe(0);
  expect(await ear.hear('session:ended')).toEqual({ code: 'account_disabled' });
  await ear.hear('disconnect');
  expect((await andrey.get('/dialogs')).status).toBe(401);
});
