import { expect, test } from 'vitest';
import { createAlternatives, createOptionalCall } from './routes.ts';

const missing = () => new Error('missing');
const isMissing = (error: unknown) => error instanceof Error && error.message === 'missing';

/** Each request stays open until it is answered. */
function alternatives() {
  const asked: { route: string; answer(value: string): void; fail(error: Error): void }[] = [];
  const call = createAlternatives(['old', 'new'], isMissing);
  const request = () =>
    call(
      (route) =>
        new Promise<string>((answer, fail) => {
          asked.push({ route, answer, fail });
        }),
    );
  const routes = () => asked.map(({ route }) => route);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { asked, request, routes, turn };
}

test('what answers is asked alone, and never the other route', async () => {
  const { asked, request, routes } = alternatives();
  const first = request();
  asked[0]?.answer('a');
  expect(await first).toBe('a');
  const second = request();
  asked[1]?.answer('b');
  expect(await second).toBe('b');
  expect(routes()).toEqual(['old', 'old']);
});

test('a missing route is looked for once for all who ask, and remembered (S3.6)', async () => {
  const { asked, request, routes, turn } = alternatives();
  const all = [request(), request(), request()];
  for (const { fail } of asked) fail(missing());
  await turn();
  expect(routes()).toEqual(['old', 'old', 'old', 'new']);
  asked[3]?.answer('found');
  await turn();
  expect(routes().slice(4)).toEqual(['new', 'new']);
  for (const { answer } of asked.slice(4)) answer('found');
  expect(await Promise.all(all)).toEqual(['found', 'found', 'found']);
  const later = request();
  expect(routes().at(-1)).toBe('new');
  asked.at(-1)?.answer('again');
  expect(await later).toBe('again');
});

test('the other one is tried again when the remembered one has gone', async () => {
  const { asked, request, routes, turn } = alternatives();
  const first = request();
  asked[0]?.fail(missing());
  await turn();
  asked[1]?.answer('new');
  await first;
  const second = request();
  asked[2]?.fail(missing());
  await turn();
  asked[3]?.answer('old');
  expect(await second).toBe('old');
  expect(routes()).toEqual(['old', 'new', 'new', 'old']);
});

test('any other failure is the caller’s and asks nothing twice', async () => {
  const { asked, request, routes } = alternatives();
  const first = request();
  asked[0]?.fail(new Error('timeout'));
  await expect(first).rejects.toThrow('timeout');
  expect(routes()).toEqual(['old']);
});

test('while it is looked for: a failure is told as it is, others go on by themselves, and nothing is remembered', async () => {
  const { asked, request, routes, turn } = alternatives();
  const [first, second] = [request(), request()];
  for (const { fail } of asked) fail(missing());
  await turn();
  asked[2]?.fail(new Error('timeout'));
  await expect(first).rejects.toThrow('timeout');
  await turn();
  asked[3]?.answer('found');
  expect(await second).toBe('found');
  expect(routes()).toEqual(['old', 'old', 'new', 'new']);
});

test('where both are missing, that is the failure, and the next call may find either', async () => {
  const { asked, request, turn } = alternatives();
  const first = request();
  asked[0]?.fail(missing());
  await turn();
  asked[1]?.fail(new Error('missing'));
  await expect(first).rejects.toThrow('missing');
  const second = request();
  expect(asked[2]?.route).toBe('old');
  asked[2]?.answer('back');
  expect(await second).toBe('back');
});

test('an optional call is left alone once it is missing, until it is forgotten; a failure is no absence (S3.6)', async () => {
  const optional = createOptionalCall(isMissing);
  let calls = 0;
  const failing = (error: Error) => async () => {
    calls += 1;
    throw error;
  };
  await expect(optional.call(failing(new Error('timeout')))).rejects.toThrow('timeout');
  await optional.call(failing(missing()));
  await optional.call(failing(missing()));
  expect(calls).toBe(2);
  expect(optional.isAbsent()).toBe(true);
  optional.forget();
  await optional.call(failing(missing()));
  expect(calls).toBe(3);
});
