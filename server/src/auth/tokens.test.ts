import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { SigningKeys } from './secret.ts';
import { Tokens } from './tokens.ts';

const HOUR_MS = 3_600_000;
const key = new Uint8Array(32).fill(7);

/** Tokens of an hour, and one of ten hours that somebody signed who has the key. */
async function stage() {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const keys = new SigningKeys(key);
  const tokens = new Tokens(keys, HOUR_MS, () => clock.now);
  const long = (issuedAt: number) =>
    new SignJWT({ userId: 'usr_1', phone: '79000000001' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt(issuedAt / 1_000)
      .setExpirationTime((issuedAt + 10 * HOUR_MS) / 1_000)
      .setJti('ses_1.x')
      .sign(key);
  return { clock, keys, tokens, long };
}

test('a token lives no longer than tokens do, whatever it says, known already or not', async () => {
  const { clock, tokens, long } = await stage();
  const [known, unknown] = [await long(clock.now), await long(clock.now + 1_000)];
  expect(await tokens.verify(known)).toMatchObject({ userId: 'usr_1', expiresAt: clock.now + HOUR_MS });
  clock.now += HOUR_MS + 1_000;
  expect([await tokens.verify(known), await tokens.verify(unknown)]).toEqual([undefined, undefined]);
});

test('a token that is known already is no good once its key has ended', async () => {
  const { clock, keys, tokens, long } = await stage();
  // Of the future, so that it lives longer than its key.
  const token = await long(clock.now + 5 * HOUR_MS);
  expect(await tokens.verify(token)).toBeDefined();
  keys.rotate(clock.now, clock.now + HOUR_MS);
  clock.now += HOUR_MS - 1_000;
  expect(await tokens.verify(token)).toBeDefined();
  clock.now += 1_000;
  expect(await tokens.verify(token)).toBeUndefined();
});
