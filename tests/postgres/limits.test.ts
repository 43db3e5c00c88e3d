import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Limits } from '../../server/src/limits/limits.ts';
import {
  ANDREY,
  call,
  cast,
  demoServer,
  Person,
  signIn,
  temporaryDirectory,
} from '../integration/server/support.ts';
import { RedisServer } from '../support/redis.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.close());

const BURST = 100;
const rate = { burst: BURST, perSecond: 1 };

/** Александр and Андрей, each at two nodes that have heard of one another. No time passes for limits. */
async function twoNodes(limits: Partial<Limits>) {
  const dataDir = temporaryDirectory();
  const options = { dataDir, redisUrl: redis.url, elapsed: () => 0, limits: { refusalMs: 0, ...limits } };
  const { url, sasha, andrey, maria } = await cast(options);
  const other = await demoServer(options);
  const [ear, otherEar] = [await sasha.connect(), await new Person(other.url, andrey.signedIn).connect()];
  await otherEar.caughtUp();
  // Each has to have heard the other: one that is not up yet tells nothing.
  await ear.hear('user:online', ({ userId }) => userId === andrey.userId);
  await maria.connect();
  await otherEar.hear('user:online', ({ userId }) => userId === maria.userId);
  const there = (person: Person) => new Person(other.url, person.signedIn);
  return { url, otherUrl: other.url, sasha, andrey, there };
}

/** How many of these are granted before one is refused. */
async function grantedBefore429(ask: () => Promise<{ status: number }>): Promise<number> {
  for (let granted = 0; ; granted += 1) if ((await ask()).status === 429) return granted;
}

/** The same, asked now and then: what is granted before the other node has heard is less than half of what it had alone. */
async function expectSpent(ask: () => Promise<{ status: number }>): Promise<void> {
  let granted = 0;
  const refused = async () => {
    const isRefused = (await ask()).status === 429;
    if (!isRefused) granted += 1;
    return isRefused;
  };
  await expect.poll(refused).toBe(true);
  expect(granted).toBeLessThan(BURST / 2);
}

const work = { reading: rate, writing: rate, changes: rate, search: rate, files: rate };

test('what a person has spent at one node is spent at the other; without Redis each node limits by itself (P7.21)', async () => {
  const { sasha, andrey, there } = await twoNodes({ work });
  const read = (person: Person) => person.get('/dialogs');
  expect(await grantedBefore429(() => read(sasha))).toBe(BURST);
  await expectSpent(() => read(there(sasha)));
  await redis.kill();
  expect(await grantedBefore429(() => read(andrey))).toBe(BURST);
  expect(await grantedBefore429(() => read(there(andrey)))).toBe(BURST);
  await redis.startAgain();
});

test('while Redis is silent nobody waits for it', async () => {
  const { sasha, there } = await twoNodes({ work });
  redis.pause(true);
  expect(await grantedBefore429(() => sasha.get('/dialogs'))).toBe(BURST);
  expect(await grantedBefore429(() => there(sasha).get('/dialogs'))).toBe(BURST);
  redis.pause(false);
});

test('bad tokens of an address at one node count at the other (P7.21)', async () => {
  const { url, otherUrl } = await twoNodes({ addressWork: rate });
  const ask = (at: string) => call(at, 'GET', '/api/dialogs', { token: 'x' });
  expect(await grantedBefore429(() => ask(url))).toBeLessThan(BURST);
  await expectSpent(() => ask(otherUrl));
});

test('wrong codes at one node count at the other (P7.25)', async () => {
  const { url, otherUrl } = await twoNodes({ wrongCodesPerPhoneHour: 2 });
  await signIn(otherUrl, ANDREY);
  const verify = (at: string, code: string) =>
    call(at, 'POST', '/api/auth/verify-code', { body: { phone: ANDREY, code } });
  for (const status of [400, 400, 429]) expect((await verify(url, '0000')).status).toBe(status);
  // New codes, and the right ones, which one node alone would never refuse.
  const signInThere = async () => {
    await call(otherUrl, 'POST', '/api/auth/request-code', { body: { phone: ANDREY } });
    return (await verify(otherUrl, '1234')).body.code;
  };
  await expect.poll(signInThere, { timeout: 5_000 }).toBe('too_many_tries');
});
